using static OAuth2Server.Tests.Support.Verdict;

namespace OAuth2Server.Tests.Parity;

/// <summary>token() of node-oauth2-server: how a client authenticates.</summary>
public abstract class ParityOfClientAuthentication<T> : ProtocolTests<T> where T : ITransport
{
    private static readonly Parameters _form = Known.ClientCredentials.With("client_id", "web").With("client_secret", Known.WebSecret);

    private static Task<Answer> AskAsync(TestServer server, (string Name, string Value) header) =>
        server.TokenAsync(Known.ClientCredentials, header);

    [Fact]
    [Parity("3.5.4 Basic", Same)]
    public async Task Basic_is_read_whatever_its_case_and_split_at_the_first_colon()
    {
        var server = Start(s => s.Store.AddClient(Known.Web, "a:b"));
        var (name, value) = Known.RawBasic("web:a:b");
        (await AskAsync(server, (name, value.Replace("Basic", "bAsIc", StringComparison.Ordinal)))).MustIssue();
    }

    [Fact]
    [Parity("3.5.4 Basic", DiffersBecause = "RFC 6749 §2.3.1: client id and secret are form-encoded (D13)")]
    public async Task Basic_is_form_decoded() =>
        (await AskAsync(Start(s => s.Store.AddClient(Known.Web, "a%b")), Known.RawBasic("web:a%25b"))).MustIssue();

    [Fact]
    [Parity("3.5.4 Basic", DiffersBecause = "RFC 6749 §2.3: a request uses one method only (D13)")]
    public async Task Basic_does_not_win_over_a_secret_in_the_form_but_is_refused_with_it() =>
        (await Start().TokenAsync(_form, Known.WebBasic)).MustRefuse("invalid_request");

    [Fact]
    [Parity("3.5.4 form", Same)]
    public async Task Id_and_secret_in_the_form_are_read() => (await Start().TokenAsync(_form)).MustIssue();

    [Fact]
    [Parity("3.5.4 PKCE", DiffersBecause = "RFC 6749 §3.2.1: a verifier does not replace a secret (D2)")]
    public async Task A_verifier_does_not_waive_the_secret()
    {
        var server = Start();
        var code = await server.CodeAsync(Known.WebAuthorization);
        (await server.TokenAsync(Known.WebRedemption(code).With("client_id", "web"))).MustRefuse("invalid_client", 401);
    }

    [Fact]
    [Parity("3.5.4 requireClientAuthentication",
        DiffersBecause = "RFC 6749 §2.1, §3.2.1: the registered type of the client decides, not an option for a whole grant (D2)")]
    public async Task A_public_client_goes_without_a_secret_in_every_grant_that_is_open_to_it()
    {
        var server = Start(s => s.Store.AddClient(Known.App with { GrantTypes = ["password"] }));
        (await server.TokenAsync(Known.PasswordOfAlice.With("client_id", "app"))).MustIssue();
        (await server.TokenAsync(Known.PasswordOfAlice.With("client_id", "web"))).MustRefuse("invalid_client", 401);
    }

    [Fact]
    [Parity("3.5.4 none", DiffersBecause = "RFC 6749 §5.2: invalid_client may always be 401, and clients register again only then (D14)")]
    public async Task No_credentials_are_an_invalid_client_with_a_challenge() =>
        (await Start().TokenAsync(Known.ClientCredentials)).MustRefuse("invalid_client", 401);

    [Theory]
    [InlineData("Basic !")]
    [InlineData("Bearer x")]
    [Parity("3.5.4 malformed",
        DiffersBecause = "RFC 6749 §5.2: a client that used the Authorization header gets 401 with a challenge (D14)")]
    public async Task A_header_that_cannot_be_read_is_401(string header) =>
        (await AskAsync(Start(), ("Authorization", header))).MustRefuse("invalid_client", 401);

    [Theory]
    [InlineData(":secret")]
    [InlineData("web:")]
    [InlineData("wäb:secret")]
    [Parity("3.5.5",
        DiffersBecause = "RFC 6749 §5.2: credentials that no client can have are failed authentication, 401, not invalid_request (D14)")]
    public async Task An_empty_or_malformed_id_or_secret_is_an_invalid_client(string pair) =>
        (await AskAsync(Start(), Known.RawBasic(pair))).MustRefuse("invalid_client", 401);

    [Fact]
    [Parity("3.5.6", DiffersBecause = "RFC 6749 §5.2: invalid_client may always be 401, and clients register again only then (D14)")]
    public async Task An_unknown_client_is_401_with_a_basic_challenge_by_form_and_by_header()
    {
        var byForm = (await Start().TokenAsync(_form.With("client_id", "nobody"))).MustRefuse("invalid_client", 401);
        var byHeader = (await AskAsync(Start(), Known.Basic("nobody", "s"))).MustRefuse("invalid_client", 401);
        Assert.All([byForm, byHeader], answer =>
            Assert.StartsWith("Basic realm=\"", answer.Header("WWW-Authenticate"), StringComparison.Ordinal));
    }

    [Fact]
    [Parity("3.5.6 realm", DiffersBecause = "the realm names the issuer, for which the credentials are valid (RFC 9110 §11.5)")]
    public async Task The_realm_is_the_issuer() =>
        Assert.Equal($"Basic realm=\"{Known.Issuer}\"", (await AskAsync(Start(), Known.Basic("nobody", "s"))).Header("WWW-Authenticate"));

    [Fact]
    [Parity("3.5.6 grants",
        DiffersBecause = "a client without grants is a valid client, a resource server, that may not request tokens (RFC 6749 §5.2)")]
    public async Task A_client_without_grants_is_unauthorized_not_a_server_error() =>
        (await AskAsync(Start(s => s.Store.AddClient(Known.Web with { GrantTypes = [] }, Known.WebSecret)), Known.WebBasic))
            .MustRefuse("unauthorized_client");
}
