namespace OAuth2Server.Tests.Rfc6749;

[RfcSection("RFC 6749", "4.4")]
[RfcSection("RFC 6749", "4.4.3")]
public abstract class ClientCredentials<T> : ProtocolTests<T> where T : ITransport
{
    [Fact]
    public async Task A_confidential_client_gets_a_token_for_itself_without_user_and_without_refresh_token()
    {
        var server = Start();
        var issued = (await server.TokenAsync(Known.ClientCredentials, Known.WebBasic)).MustIssue();
        Assert.Equal("access_token expires_in scope token_type", issued.Members());
        var used = (await server.BearerAsync(issued.AccessToken, "a")).MustBe(200);
        Assert.Null(used["sub"]);
        Assert.Equal("web", used["client_id"]);
    }

    [Fact]
    public async Task A_public_client_may_not_use_it()
    {
        var server = Start(s => s.Store.AddClient(Known.App with { GrantTypes = ["client_credentials"] }));
        (await server.TokenAsync(Known.ClientCredentials.With("client_id", "app"))).MustRefuse("unauthorized_client");
    }

    [Fact]
    public async Task A_client_may_act_for_a_service_account()
    {
        var server = Start(s => s.Store.ServiceAccount = new("robot"));
        var issued = (await server.TokenAsync(Known.ClientCredentials, Known.WebBasic)).MustIssue();
        Assert.Equal("robot", (await server.BearerAsync(issued.AccessToken)).MustBe(200)["sub"]);
        Assert.Null(issued["refresh_token"]);
    }

    [Fact]
    public async Task A_model_that_knows_nobody_for_the_client_refuses()
    {
        var server = Start(s => s.Store.ServiceAccount = null);
        (await server.TokenAsync(Known.ClientCredentials, Known.WebBasic)).MustRefuse("invalid_grant");
    }
}
