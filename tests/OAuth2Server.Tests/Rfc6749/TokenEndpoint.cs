using System.Text;

namespace OAuth2Server.Tests.Rfc6749;

[RfcSection("RFC 6749", "3.2")]
public abstract class TokenEndpoint<T> : ProtocolTests<T> where T : ITransport
{
    private static WireRequest Good { get; } =
        WireRequest.Post(Endpoint.Token, Known.ClientCredentials) with { Headers = [Known.WebBasic] };

    [Theory]
    [InlineData("GET")]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    [InlineData("PATCH")]
    public async Task Only_a_post_is_answered(string method)
    {
        var server = Start();
        var asQuery = WireRequest.Get(Endpoint.Token, Known.ClientCredentials) with { Method = method, Headers = [Known.WebBasic] };
        var answer = await server.SendAsync(asQuery);
        Assert.Equal(405, answer.Status);
        Assert.Contains("POST", answer.Header("Allow"), StringComparison.Ordinal);
        Assert.DoesNotContain("access_token", answer.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("application/x-www-form-urlencoded; charset=UTF-8")]
    [InlineData("Application/X-WWW-Form-Urlencoded")]
    public async Task A_form_is_read(string contentType)
    {
        var server = Start();
        (await server.SendAsync(Good with { ContentType = contentType })).MustIssue();
    }

    [Theory]
    [InlineData("application/json")]
    [InlineData("text/plain")]
    [InlineData("multipart/form-data; boundary=x")]
    [InlineData("application/x-www-form-urlencoded-not")]
    [InlineData(null)]
    public async Task Another_media_type_is_refused(string? contentType)
    {
        var server = Start();
        (await server.SendAsync(Good with { ContentType = contentType })).MustRefuse("invalid_request");
    }

    [Theory]
    [InlineData("grant_type")]
    [InlineData("client_id")]
    [InlineData("scope")]
    [InlineData("unknown")]
    public async Task A_repeated_parameter_is_refused(string name)
    {
        var server = Start();
        Parameters form = [.. Known.ClientCredentials, ("client_id", "web"), ("scope", "a"), ("unknown", "1")];
        (await server.TokenAsync(form, Known.WebBasic)).MustIssue();
        (await server.TokenAsync(form.Also(name, form.First(p => p.Name == name).Value), Known.WebBasic)).MustRefuse("invalid_request");
        (await server.TokenAsync(form.Also(name, ""), Known.WebBasic)).MustRefuse("invalid_request");
    }

    [Fact]
    public async Task An_empty_parameter_is_as_if_omitted()
    {
        var server = Start();
        (await server.TokenAsync(Known.ClientCredentials.With("scope", "").With("client_id", "").With("client_secret", ""), Known.WebBasic))
            .MustIssue();
        (await server.TokenAsync([("grant_type", "")], Known.WebBasic)).MustRefuse("invalid_request");
    }

    [Fact]
    public async Task A_parameter_in_the_query_is_not_read()
    {
        var server = Start();
        var request = WireRequest.Post(Endpoint.Token, []) with { Query = "grant_type=client_credentials", Headers = [Known.WebBasic] };
        (await server.SendAsync(request)).MustRefuse("invalid_request");
    }

    [Theory]
    [InlineData("grant_type=client_credentials&scope=%zz")]
    [InlineData("grant_type=client_credentials&scope=%C0%80")]
    [InlineData("grant_type=client_credentials&scope=a%00")]
    [InlineData("grant_type=client_credentials&%=1")]
    public async Task A_form_that_cannot_be_read_is_refused(string body)
    {
        var server = Start();
        (await server.SendAsync(Good with { Body = Encoding.ASCII.GetBytes(body) })).MustRefuse("invalid_request");
    }

    [Fact]
    public async Task More_parameters_than_anybody_needs_are_refused()
    {
        var server = Start();
        Parameters many = [.. Known.ClientCredentials, .. Enumerable.Range(0, 200).Select(i => ($"p{i}", "1"))];
        (await server.TokenAsync(many, Known.WebBasic)).MustRefuse("invalid_request");
    }

    [Theory]
    [InlineData("implicit")]
    [InlineData("CLIENT_CREDENTIALS")]
    [InlineData("client_credentials\n")]
    [InlineData("toString")]
    [InlineData("urn:example:unknown")]
    public async Task A_grant_that_the_server_has_not_is_unsupported(string grantType)
    {
        var server = Start();
        (await server.TokenAsync([("grant_type", grantType)], Known.WebBasic)).MustRefuse("unsupported_grant_type");
    }

    [Fact]
    public async Task A_grant_that_is_not_served_is_unsupported_even_to_a_client_that_is_registered_for_it()
    {
        var server = Start(s => s.NotServed.Add("password"));
        (await server.TokenAsync(Known.PasswordOfAlice, Known.WebBasic)).MustRefuse("unsupported_grant_type");
    }

    [Theory]
    [InlineData("client_credentials")]
    [InlineData("password")]
    [InlineData(TicketGrant.Name)]
    [InlineData("refresh_token")]
    [InlineData("authorization_code")]
    public async Task A_grant_that_the_client_is_not_registered_for_is_refused(string grantType)
    {
        var server = Start(s => s.Store.AddClient(Known.Web with { GrantTypes = [] }, Known.WebSecret));
        (await server.TokenAsync([("grant_type", grantType)], Known.WebBasic)).MustRefuse("unauthorized_client");
    }
}
