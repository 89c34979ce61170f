namespace OAuth2Server.Tests.Rfc9126;

[RfcSection("RFC 9126", "2.1")]
public abstract class PushedAuthorizationRequest<T> : ProtocolTests<T> where T : ITransport
{
    [Fact]
    public async Task A_public_client_pushes_by_its_client_id() => (await Start().PushAsync(Known.Authorization)).MustBe(201);

    [Fact]
    public async Task A_confidential_client_authenticates_as_at_the_token_endpoint()
    {
        var server = Start();
        var form = Known.WebAuthorization;
        (await server.PushAsync(form, Known.WebBasic)).MustBe(201);
        (await server.PushAsync(form.Without("client_id"), Known.WebBasic)).MustBe(201);
        (await server.PushAsync(form.Also("client_secret", Known.WebSecret))).MustBe(201);
        (await server.PushAsync(form)).MustRefuse("invalid_client", 401);
        (await server.PushAsync(form, Known.Basic("web", "wrong"))).MustRefuse("invalid_client", 401);
        (await server.PushAsync(form.With("client_id", "app"), Known.WebBasic)).MustRefuse("invalid_request");
        (await server.PushAsync(form.With("client_id", "stranger"))).MustRefuse("invalid_client", 401);
        Assert.Equal(3, server.Store.Pushed.Count);
    }

    [Fact]
    public async Task A_request_uri_cannot_be_pushed()
    {
        var server = Start();
        var uri = (await server.PushAsync(Known.Authorization)).MustBe(201)["request_uri"]!;
        (await server.PushAsync(Known.Authorization.Also("request_uri", uri))).MustRefuse("invalid_request");
        (await server.PushAsync(Known.Authorization.Also("request_uri", "https://app.example.org/request"))).MustRefuse("invalid_request");
        (await server.PushAsync(Known.Pushed(uri))).MustRefuse("invalid_request");
    }

    [Theory]
    [InlineData("response_type", "token", "unsupported_response_type")]
    [InlineData("response_mode", "fragment", "invalid_request")]
    [InlineData("scope", "z", "invalid_scope")]
    [InlineData("resource", "https://unknown.example.com", "invalid_target")]
    [InlineData("code_challenge", "short", "invalid_request")]
    [InlineData("code_challenge_method", "plain", "invalid_request")]
    [InlineData("redirect_uri", "https://evil.example/cb", "invalid_request")]
    [InlineData("redirect_uri", "not a uri", "invalid_request")]
    [InlineData("state", "tab\t", "invalid_request")]
    [InlineData("max_age", "ten", "invalid_request")]
    public async Task It_is_checked_as_at_the_authorization_endpoint_and_the_client_gets_each_error_itself(
        string name, string value, string error)
    {
        var server = Start();
        (await server.PushAsync(Known.Authorization.With(name, value))).MustRefuse(error);
        Assert.Empty(server.Store.Pushed);
    }

    [Fact]
    public async Task A_parameter_may_not_be_repeated()
    {
        (await Start().PushAsync(Known.Authorization.Also("state", "other"))).MustRefuse("invalid_request");
        (await Start().PushAsync(Known.Authorization.Also("redirect_uri", Known.AppUri))).MustRefuse("invalid_request");
    }

    [Fact]
    public async Task A_client_without_the_grant_is_refused()
    {
        var server = Start();
        (await server.PushAsync(Known.Authorization.With("client_id", "tv").With("redirect_uri", Known.AppUri)))
            .MustRefuse("invalid_request");
        server.Store.AddClient(Known.App with { GrantTypes = ["refresh_token"] });
        (await server.PushAsync(Known.Authorization)).MustRefuse("unauthorized_client");
    }

    [Fact]
    public async Task Credentials_of_the_client_are_not_kept()
    {
        var server = Start();
        (await server.PushAsync(Known.WebAuthorization.Also("client_secret", Known.WebSecret).Also("client_assertion", "")
            .Also("client_assertion_type", "t"))).MustBe(201);
        var kept = Assert.Single(server.Store.Pushed);
        Assert.Equal(WireRequest.Encode(Known.WebAuthorization), kept.Parameters);
        Assert.Equal(("web", Known.Issuer), (kept.ClientId, kept.Issuer));
    }

    [Fact]
    public async Task A_public_client_pushes_so_many_requests_in_one_network_and_then_fewer()
    {
        var server = Start();
        Task<Answer> PushFromAsync(string address) =>
            server.SendAsync(WireRequest.Post(Endpoint.PushedAuthorization, Known.Authorization) with
            {
                From = System.Net.IPAddress.Parse(address),
            });
        for (var i = 0; i < 501; i++) (await PushFromAsync("192.0.2.1")).MustBe(201);
        (await PushFromAsync("192.0.2.1")).MustRefuse("temporarily_unavailable", 429);
        (await PushFromAsync("192.0.2.2")).MustBe(201);
        (await server.PushAsync(Known.WebAuthorization, Known.WebBasic)).MustBe(201);
    }

    [Fact]
    public async Task A_server_without_the_grant_has_no_such_endpoint()
    {
        var server = Start(s => s.NotServed.Add("authorization_code"));
        (await server.PushAsync(Known.Authorization)).MustBe(404);
    }
}
