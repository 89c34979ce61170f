namespace OAuth2Server.Tests.Rfc6749;

[RfcSection("RFC 6749", "2.3")]
[RfcSection("RFC 6749", "3.2.1")]
public abstract class ClientAuthentication<T> : ProtocolTests<T> where T : ITransport
{
    [Fact]
    public async Task A_public_client_names_itself_and_proves_nothing()
    {
        var server = Start();
        (await server.TokenAsync(Known.Redemption(await server.CodeAsync()))).MustIssue();
    }

    [Fact]
    public async Task Two_methods_in_one_request_are_refused()
    {
        var server = Start();
        var form = Known.ClientCredentials.With("client_id", "web").With("client_secret", Known.WebSecret);
        (await server.TokenAsync(form, Known.WebBasic)).MustRefuse("invalid_request");
    }

    [Fact]
    public async Task A_confidential_client_without_its_secret_is_refused()
    {
        var server = Start();
        (await server.TokenAsync(Known.ClientCredentials.With("client_id", "web"))).MustRefuse("invalid_client", 401);
    }

    [Fact]
    public async Task A_code_verifier_does_not_stand_in_for_the_secret_of_a_confidential_client()
    {
        var server = Start();
        var code = await server.CodeAsync(Known.WebAuthorization);
        (await server.TokenAsync(Known.WebRedemption(code).With("client_id", "web"))).MustRefuse("invalid_client", 401);
        (await server.TokenAsync(Known.WebRedemption(code), Known.WebBasic)).MustIssue();
    }

    [Fact]
    public async Task A_confidential_client_may_not_be_registered_to_go_without_authentication()
    {
        var server = Start(s => s.Store.AddClient(Known.Web with { AuthenticationMethods = ["none"] }, Known.WebSecret));
        (await server.TokenAsync(Known.ClientCredentials.With("client_id", "web"))).MustRefuse("invalid_client", 401);
    }

    [Theory]
    [InlineData("client_secret_post", false)]
    [InlineData("client_secret_basic", true)]
    public async Task A_client_authenticates_only_by_the_method_it_is_registered_for(string registered, bool basicWorks)
    {
        var server = Start(s => s.Store.AddClient(Known.Web with { AuthenticationMethods = [registered] }, Known.WebSecret));
        var byHeader = await server.TokenAsync(Known.ClientCredentials, Known.WebBasic);
        var byForm = await server.TokenAsync(Known.ClientCredentials.With("client_id", "web").With("client_secret", Known.WebSecret));
        if (basicWorks) byHeader.MustIssue();
        else byForm.MustIssue();
        if (basicWorks) byForm.MustRefuse("invalid_client", 401);
        else byHeader.MustRefuse("invalid_client", 401);
    }

    [Fact]
    public async Task An_empty_secret_of_a_public_client_is_none_in_the_header_and_in_the_form()
    {
        var server = Start();
        var form = Known.Redemption(await server.CodeAsync()).Without("client_id");
        var issued = (await server.TokenAsync(form, Known.Basic("app", ""))).MustIssue();
        var refresh = Known.Refresh(issued.RefreshToken);
        var again = (await server.TokenAsync(refresh.With("client_secret", ""))).MustIssue();
        (await server.TokenAsync(Known.Refresh(again.RefreshToken), Known.Basic("app", ""))).MustIssue();
        (await server.RevokeAsync([("token", issued.AccessToken)], Known.Basic("app", ""))).MustRevoke();
        (await server.AuthorizeDeviceAsync([("scope", "a")], Known.Basic("tv", ""))).MustBe(200);
    }

    [Fact]
    public async Task An_empty_secret_of_a_confidential_client_is_never_none()
    {
        var server = Start(s => s.Store.AddClient(Known.Web with { Id = "none", AuthenticationMethods = ["none"] }, Known.WebSecret));
        foreach (var id in (string[])["web", "none"])
        {
            (await server.TokenAsync(Known.ClientCredentials, Known.Basic(id, ""))).MustRefuse("invalid_client", 401);
            (await server.TokenAsync(Known.ClientCredentials.With("client_id", id).With("client_secret", "")))
                .MustRefuse("invalid_client", 401);
        }
    }

    [Fact]
    public async Task An_empty_secret_beside_another_client_or_method_is_refused()
    {
        var server = Start();
        var form = Known.ClientCredentials.With("client_id", "web");
        (await server.TokenAsync(form, Known.Basic("app", ""))).MustRefuse("invalid_request");
        (await server.TokenAsync(form.With("client_secret", Known.WebSecret), Known.Basic("app", ""))).MustRefuse("invalid_request");
    }

    [Fact]
    public async Task A_public_client_that_presents_a_secret_is_refused()
    {
        var server = Start();
        var code = await server.CodeAsync();
        (await server.TokenAsync(Known.Redemption(code).With("client_secret", "anything"))).MustRefuse("invalid_client", 401);
        (await server.TokenAsync(Known.Redemption(code), Known.Basic("app", "anything"))).MustRefuse("invalid_client", 401);
    }

    [Fact]
    public async Task A_request_that_names_no_client_is_refused()
    {
        var server = Start();
        (await server.TokenAsync(Known.ClientCredentials)).MustRefuse("invalid_client", 401);
    }

    [Fact]
    public async Task An_unknown_client_and_a_wrong_secret_read_alike()
    {
        var server = Start();
        var unknown = (await server.TokenAsync(Known.ClientCredentials, Known.Basic("nobody", Known.WebSecret)))
            .MustRefuse("invalid_client", 401);
        var wrong = (await server.TokenAsync(Known.ClientCredentials, Known.Basic("web", "wrong"))).MustRefuse("invalid_client", 401);
        Assert.Equal(unknown.Text, wrong.Text);
        Assert.Equal(unknown.Header("WWW-Authenticate"), wrong.Header("WWW-Authenticate"));
    }

    [Theory]
    [InlineData("Web")]
    [InlineData("web ")]
    [InlineData("wéb")]
    [InlineData("web\n")]
    public async Task A_client_id_is_compared_ordinally(string id)
    {
        var server = Start();
        (await server.TokenAsync(Known.ClientCredentials.With("client_id", id).With("client_secret", Known.WebSecret)))
            .MustRefuse("invalid_client", 401);
    }

    [Fact]
    public async Task A_disabled_client_is_refused()
    {
        var server = Start();
        server.Store.RemoveClient("web");
        (await server.TokenAsync(Known.ClientCredentials, Known.WebBasic)).MustRefuse("invalid_client", 401);
    }

    [Fact]
    public async Task Authentication_comes_before_the_grant_type_is_looked_at()
    {
        var server = Start();
        (await server.TokenAsync([("grant_type", "nonsense")])).MustRefuse("invalid_client", 401);
        (await server.TokenAsync([])).MustRefuse("invalid_client", 401);
    }
}
