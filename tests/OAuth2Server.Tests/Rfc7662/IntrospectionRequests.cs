namespace OAuth2Server.Tests.Rfc7662;

[RfcSection("RFC 7662", "2.1")]
public abstract class IntrospectionRequests<T> : ProtocolTests<T> where T : ITransport
{
    [Theory]
    [InlineData("GET")]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    public async Task Only_a_post_is_answered(string method)
    {
        var server = Start();
        var issued = await server.IssueAsync();
        var request = WireRequest.Get(Endpoint.Introspection, [("token", issued.AccessToken)]) with
        {
            Method = method,
            Headers = [Known.ApiBasic],
        };
        Assert.Equal("POST", (await server.SendAsync(request)).MustRefuse("invalid_request", 405).Header("Allow"));
    }

    [Theory]
    [InlineData("application/json")]
    [InlineData("multipart/form-data; boundary=x")]
    [InlineData(null)]
    public async Task Another_media_type_is_refused(string? contentType)
    {
        var server = Start();
        var issued = await server.IssueAsync();
        var request = WireRequest.Post(Endpoint.Introspection, [("token", issued.AccessToken)]) with
        {
            ContentType = contentType,
            Headers = [Known.ApiBasic],
        };
        (await server.SendAsync(request)).MustRefuse("invalid_request");
    }

    [Theory]
    [InlineData("token")]
    [InlineData("token_type_hint")]
    [InlineData("unknown")]
    public async Task A_repeated_parameter_is_refused(string name)
    {
        var server = Start();
        var issued = await server.IssueAsync();
        Parameters form = [("token", issued.AccessToken), ("token_type_hint", "access_token"), ("unknown", "1")];
        (await server.IntrospectAsync(form, Known.ApiBasic)).MustBeActive();
        (await server.IntrospectAsync(form.Also(name, form.First(p => p.Name == name).Value), Known.ApiBasic))
            .MustRefuse("invalid_request");
    }

    [Fact]
    public async Task A_missing_or_empty_token_is_an_invalid_request()
    {
        var server = Start();
        (await server.IntrospectAsync([], Known.ApiBasic)).MustRefuse("invalid_request");
        (await server.IntrospectAsync([("token", "")], Known.ApiBasic)).MustRefuse("invalid_request");
        (await server.SendAsync(WireRequest.Post(Endpoint.Introspection, []) with { Query = "token=t", Headers = [Known.ApiBasic] }))
            .MustRefuse("invalid_request");
    }

    [Theory]
    [InlineData("access_token")]
    [InlineData("refresh_token")]
    [InlineData("id_token")]
    [InlineData("")]
    public async Task Whatever_the_hint_says_the_token_is_found(string hint)
    {
        var server = Start();
        var issued = await server.IssueToWebAsync();
        (await server.IntrospectAsync([("token", issued.AccessToken), ("token_type_hint", hint)], Known.WebBasic)).MustBeActive();
        (await server.IntrospectAsync([("token", issued.RefreshToken), ("token_type_hint", hint)], Known.WebBasic)).MustBeActive();
    }

    [Fact]
    public async Task Both_forms_of_a_secret_authenticate()
    {
        var server = Start();
        var issued = await server.IssueAsync();
        (await server.IntrospectAsync([("token", issued.AccessToken)], Known.ApiBasic)).MustBeActive();
        (await server.IntrospectAsync([("token", issued.AccessToken), ("client_id", "api"), ("client_secret", Known.ApiSecret)]))
            .MustBeActive();
    }

    [Fact]
    public async Task A_server_whose_model_finds_no_access_tokens_has_no_such_endpoint()
    {
        var server = new AuthorizationServer(new NoLookUps(), new() { Issuer = Known.Issuer }, []);
        Assert.Equal(404, (await server.IntrospectAsync(Records.Context().Request, TestContext.Current.CancellationToken)).Status);
    }

    private sealed class NoLookUps : IOAuthModel
    {
        public ValueTask<Client?> GetClientAsync(string clientId, OAuthContext context, CancellationToken ct) => new((Client?)null);

        public ValueTask<bool> VerifyClientSecretAsync(Client client, Secret secret, OAuthContext context, CancellationToken ct) =>
            new(false);

        public ValueTask SaveTokenAsync(Token token, OAuthContext context, CancellationToken ct) => default;
    }
}
