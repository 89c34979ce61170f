namespace OAuth2Server.Tests.Rfc6749;

[RfcSection("RFC 6749", "2.3.1")]
public abstract class ClientPassword<T> : ProtocolTests<T> where T : ITransport
{
    [Fact]
    public async Task A_secret_in_the_authorization_header_authenticates()
    {
        var server = Start();
        (await server.TokenAsync(Known.ClientCredentials, Known.WebBasic)).MustIssue();
    }

    [Fact]
    public async Task A_secret_in_the_form_authenticates()
    {
        var server = Start();
        (await server.TokenAsync(Known.ClientCredentials.With("client_id", "web").With("client_secret", Known.WebSecret))).MustIssue();
    }

    [Theory]
    [InlineData("basic")]
    [InlineData("BASIC")]
    public async Task The_scheme_is_case_insensitive(string scheme)
    {
        var server = Start();
        var (name, value) = Known.WebBasic;
        (await server.TokenAsync(Known.ClientCredentials, (name, scheme + value[5..]))).MustIssue();
    }

    [Theory]
    [InlineData("web", "per%cent&plus+colon:space end")]
    [InlineData("https://client.example/id", "s")]
    [InlineData("id with space", "a:b:c")]
    public async Task Both_halves_are_form_decoded(string id, string secret)
    {
        var server = Start(s => s.Store.AddClient(Known.Web with { Id = id }, secret));
        (await server.TokenAsync(Known.ClientCredentials, Known.Basic(id, secret))).MustIssue();
    }

    [Fact]
    public async Task A_plus_sign_in_the_header_is_a_space()
    {
        var server = Start(s => s.Store.AddClient(Known.Web, "a b"));
        (await server.TokenAsync(Known.ClientCredentials, Known.RawBasic("web:a+b"))).MustIssue();
        (await server.TokenAsync(Known.ClientCredentials, Known.RawBasic("web:a%2Bb"))).MustRefuse("invalid_client", 401);
    }

    [Fact]
    public async Task Only_the_first_colon_divides()
    {
        var server = Start(s => s.Store.AddClient(Known.Web, "a:b"));
        (await server.TokenAsync(Known.ClientCredentials, Known.RawBasic("web:a:b"))).MustIssue();
    }

    [Theory]
    [InlineData("Basic")]
    [InlineData("Basic ")]
    [InlineData("Basic !!!!")]
    [InlineData("Basic d2Vi")] // "web": no colon
    [InlineData("Basic OnNlY3JldA==")] // ":secret": no id
    [InlineData("Basic d2ViOg==")] // "web:": no secret
    [InlineData("Basic d2ViOiV6eg==")] // "web:%zz": a broken escape
    [InlineData("Basic d2ViOgA=")] // "web:" and a NUL
    [InlineData("Basic d2ViOv8=")] // "web:" and 0xFF, which is not UTF-8
    [InlineData("Basic d2ViOndlYg")] // base64 without its padding
    [InlineData("Basic d2ViOndlYg== d2ViOndlYg==")]
    public async Task Credentials_that_cannot_be_decoded_are_answered_with_a_challenge(string header)
    {
        var server = Start();
        var answer = (await server.TokenAsync(Known.ClientCredentials, ("Authorization", header))).MustRefuse("invalid_client", 401);
        Assert.Equal($"Basic realm=\"{Known.Issuer}\"", answer.Header("WWW-Authenticate"));
    }

    [Fact]
    public async Task Malformed_credentials_do_not_fall_back_to_the_client_id_of_the_form()
    {
        var server = Start();
        var code = await server.CodeAsync();
        (await server.TokenAsync(Known.Redemption(code), ("Authorization", "Basic !!!!"))).MustRefuse("invalid_client", 401);
        (await server.TokenAsync(Known.Redemption(code))).MustIssue();
    }

    [Theory]
    [InlineData("Bearer abc")]
    [InlineData("Digest username=\"web\"")]
    [InlineData("Basics d2ViOnM=")]
    public async Task A_header_of_another_scheme_is_a_failed_attempt_not_the_absence_of_one(string header)
    {
        var server = Start();
        var code = await server.CodeAsync();
        var answer = (await server.TokenAsync(Known.Redemption(code), ("Authorization", header))).MustRefuse("invalid_client", 401);
        Assert.StartsWith("Basic ", answer.Header("WWW-Authenticate"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_client_id_in_the_form_must_be_the_one_of_the_header()
    {
        var server = Start(s => s.Store.AddClient(Known.Web with { Id = "other" }, "s2"));
        (await server.TokenAsync(Known.ClientCredentials.With("client_id", "other"), Known.WebBasic)).MustRefuse("invalid_request");
        (await server.TokenAsync(Known.ClientCredentials.With("client_id", "web"), Known.WebBasic)).MustIssue();
    }

    [Fact]
    public async Task A_secret_in_the_form_without_client_id_is_incomplete()
    {
        var server = Start();
        (await server.TokenAsync(Known.ClientCredentials.With("client_secret", Known.WebSecret))).MustRefuse("invalid_request");
    }

    [Fact]
    public async Task A_secret_in_the_query_is_not_read()
    {
        var server = Start();
        var request = WireRequest.Post(Endpoint.Token, Known.ClientCredentials);
        var query = WireRequest.Encode([("client_id", "web"), ("client_secret", Known.WebSecret)]);
        (await server.SendAsync(request with { Query = query })).MustRefuse("invalid_client", 401);
    }

    [Theory]
    [InlineData("")]
    [InlineData("WEB-SECRET-ZK3V0T9")]
    [InlineData("web-secret-Zk3v0T9\n")]
    [InlineData("web-secret-Zk3v0T")]
    public async Task A_wrong_secret_is_refused(string secret)
    {
        var server = Start();
        (await server.TokenAsync(Known.ClientCredentials, Known.Basic("web", secret))).MustRefuse("invalid_client", 401);
        (await server.TokenAsync(Known.ClientCredentials.With("client_id", "web").With("client_secret", secret)))
            .MustRefuse("invalid_client", 401);
    }
}
