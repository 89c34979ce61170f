using System.Text;

namespace OAuth2Server.Tests.Rfc8628;

[RfcSection("RFC 8628", "3.1")]
public abstract class DeviceAuthorizationRequest<T> : ProtocolTests<T> where T : ITransport
{
    [Fact]
    public async Task A_public_client_asks_by_its_client_id() => (await Start().AuthorizeDeviceAsync()).MustBe(200);

    [Fact]
    public async Task A_confidential_client_authenticates_as_at_the_token_endpoint()
    {
        var server = Start();
        (await server.AuthorizeDeviceAsync([("scope", "a")], Known.WebBasic)).MustBe(200);
        (await server.AuthorizeDeviceAsync([("client_id", "web"), ("client_secret", Known.WebSecret)])).MustBe(200);
        (await server.AuthorizeDeviceAsync([("client_id", "web")])).MustRefuse("invalid_client", 401);
        (await server.AuthorizeDeviceAsync([], Known.Basic("web", "wrong"))).MustRefuse("invalid_client", 401);
        (await server.AuthorizeDeviceAsync([("client_id", "web"), ("client_secret", Known.WebSecret)], Known.WebBasic))
            .MustRefuse("invalid_request");
    }

    [Fact]
    public async Task A_public_client_gets_fifty_codes_in_one_network_and_then_fewer_and_other_networks_and_clients_their_own()
    {
        var server = Start(s => s.Store.AddClient(Known.Tv with { Id = "radio" }));
        Task<Answer> AskAsync(string client, string from) =>
            server.SendAsync(WireRequest.Post(Endpoint.DeviceAuthorization, Known.DeviceAuthorization.With("client_id", client)) with
            {
                From = System.Net.IPAddress.Parse(from),
            });
        for (var i = 0; i < 51; i++) (await AskAsync("tv", "192.0.2.1")).MustBe(200);
        var refused = await AskAsync("tv", "192.0.2.1");
        refused.MustRefuse("temporarily_unavailable", 429);
        Assert.Equal("1", refused.Header("Retry-After"));
        (await AskAsync("tv", "192.0.2.2")).MustBe(200);
        (await AskAsync("radio", "192.0.2.1")).MustBe(200);
        for (var i = 0; i < 60; i++) (await server.AuthorizeDeviceAsync([("scope", "a")], Known.WebBasic)).MustBe(200);

        server.Clock.Advance(TimeSpan.FromSeconds(1));
        (await AskAsync("tv", "192.0.2.1")).MustBe(200);
        (await AskAsync("tv", "192.0.2.1")).MustRefuse("temporarily_unavailable", 429);
        server.Clock.Advance(TimeSpan.FromMinutes(15));
        for (var i = 0; i < 50; i++) (await AskAsync("tv", "192.0.2.1")).MustBe(200);
    }

    [Fact]
    public async Task An_unknown_client_or_none_is_refused()
    {
        var server = Start();
        (await server.AuthorizeDeviceAsync([("client_id", "stranger")])).MustRefuse("invalid_client", 401);
        (await server.AuthorizeDeviceAsync([])).MustRefuse("invalid_client", 401);
    }

    [Fact]
    public async Task A_client_that_is_not_registered_for_the_grant_is_refused() =>
        (await Start().AuthorizeDeviceAsync([("client_id", "app")])).MustRefuse("unauthorized_client");

    [Theory]
    [InlineData("a  b")]
    [InlineData("a\"")]
    [InlineData("z")]
    [InlineData("a z")]
    public async Task A_scope_that_is_malformed_or_not_the_clients_is_refused(string scope) =>
        (await Start().AuthorizeDeviceAsync(Known.DeviceAuthorization.With("scope", scope))).MustRefuse("invalid_scope");

    [Fact]
    public async Task Without_scope_the_default_is_meant()
    {
        var server = Start(s => s.Options.DefaultScopes = ["b"]);
        var codes = (await server.AuthorizeDeviceAsync([("client_id", "tv")])).MustBe(200);
        Assert.Empty(await server.AnswerDeviceAsync(codes.UserCode));
        Assert.Equal("b", (await server.PollAsync(codes.DeviceCode)).MustIssue()["scope"]);
    }

    [Fact]
    [RfcSection("RFC 8707", "2")]
    public async Task A_resource_is_the_tokens_audience()
    {
        var server = Start(s => s.Resource = Known.Photos);
        foreach (var (resource, status) in new[] { (Known.Photos, 200), (Known.Mail, 401) })
        {
            var codes = (await server.AuthorizeDeviceAsync(Known.DeviceAuthorization.Also("resource", resource))).MustBe(200);
            Assert.Empty(await server.AnswerDeviceAsync(codes.UserCode));
            (await server.BearerAsync((await server.PollAsync(codes.DeviceCode)).MustIssue().AccessToken)).MustBe(status);
        }
        (await server.AuthorizeDeviceAsync(Known.DeviceAuthorization.Also("resource", "https://unknown.example.com")))
            .MustRefuse("invalid_target");
    }

    [Theory]
    [InlineData("client_id", "tv")]
    [InlineData("scope", "a")]
    [InlineData("unknown", "x")]
    public async Task A_repeated_parameter_is_refused(string name, string value) =>
        (await Start().AuthorizeDeviceAsync([.. Known.DeviceAuthorization, ("unknown", "x"), (name, value)])).MustRefuse("invalid_request");

    [Fact]
    public async Task An_empty_parameter_is_omitted_and_an_unknown_one_ignored() =>
        (await Start().AuthorizeDeviceAsync([("client_id", "tv"), ("scope", ""), ("unknown", "x")])).MustBe(200);

    [Theory]
    [InlineData("GET")]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    public async Task Any_other_method_than_POST_is_refused(string method)
    {
        var answer = await Start().SendAsync(
            new(Endpoint.DeviceAuthorization, method) { Query = WireRequest.Encode(Known.DeviceAuthorization) });
        Assert.Equal("POST", answer.MustRefuse("invalid_request", 405).Header("Allow"));
    }

    [Theory]
    [InlineData("application/json", """{"client_id":"tv"}""")]
    [InlineData("application/x-www-form-urlencoded", "client_id=tv&scope=%zz")]
    [InlineData(null, "client_id=tv")]
    public async Task A_body_that_is_no_form_is_refused(string? contentType, string body) =>
        (await Start().SendAsync(new(Endpoint.DeviceAuthorization, "POST")
        {
            ContentType = contentType,
            Body = Encoding.ASCII.GetBytes(body),
        })).MustRefuse("invalid_request");

    [Fact]
    public async Task A_server_without_the_grant_says_so()
    {
        var server = Start(s => s.NotServed.Add(DeviceCodeGrant.Name));
        (await server.AuthorizeDeviceAsync()).MustRefuse("invalid_request", 404);
        Assert.Equal("invalid_request", await server.AnswerDeviceAsync("WDJB-MJHT"));
    }
}
