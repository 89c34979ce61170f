namespace OAuth2Server.Tests.Rfc7662;

/// <summary>A caller for which the token is meant gets its content; for every other caller the token is inactive.</summary>
[RfcSection("RFC 7662", "2.2")]
[RfcSection("RFC 7662", "4")]
[RfcSection("RFC 7662", "5")]
public abstract class WhoSeesWhat<T> : ProtocolTests<T> where T : ITransport
{
    [Fact]
    public async Task A_token_without_audience_is_for_every_resource_server()
    {
        var server = Start(s => s.Store.AddClient(Known.Api with { Id = "other" }, "other-secret"));
        var issued = await server.IssueAsync();
        (await server.IntrospectAsync(issued.AccessToken)).MustBeActive();
        (await server.IntrospectAsync([("token", issued.AccessToken)], Known.Basic("other", "other-secret"))).MustBeActive();
    }

    [Fact]
    public async Task A_token_with_an_audience_is_for_the_resource_servers_that_it_names()
    {
        var server = Start(s =>
        {
            s.Options.Resources[0].ClientId = "api";
            s.Options.Resources[1].ClientId = "other";
            s.Store.AddClient(Known.Api with { Id = "other" }, "other-secret");
        });
        var photos = await server.IssueAsync(Known.Authorization.Also("resource", Known.Photos));
        var both = await server.IssueAsync(Known.Authorization.Also("resource", Known.Photos).Also("resource", Known.Mail));

        (await server.IntrospectAsync(photos.AccessToken)).MustBeActive();
        (await server.IntrospectAsync([("token", photos.AccessToken)], Known.Basic("other", "other-secret"))).MustBeInactive();
        (await server.IntrospectAsync(both.AccessToken)).MustBeActive();
        (await server.IntrospectAsync([("token", both.AccessToken)], Known.Basic("other", "other-secret"))).MustBeActive();
    }

    [Fact]
    public async Task A_resource_server_may_have_the_resources_name_as_its_client_id()
    {
        var server = Start(s => s.Store.AddClient(Known.Api with { Id = Known.Mail }, "mail-secret"));
        var issued = await server.IssueAsync(Known.Authorization.Also("resource", Known.Mail));
        (await server.IntrospectAsync([("token", issued.AccessToken)], Known.Basic(Known.Mail, "mail-secret"))).MustBeActive();
        (await server.IntrospectAsync(issued.AccessToken)).MustBeInactive();
    }

    [Fact]
    public async Task A_client_that_registered_or_described_itself_is_no_resource_server()
    {
        var server = Start(s => s.Store.AddClient((Known.Api with { Id = Known.Mail }).AsSelfRegistered(), "mail-secret"));
        var basic = Known.Basic(Known.Mail, "mail-secret");
        var (any, mail) = (await server.IssueAsync(), await server.IssueAsync(Known.Authorization.Also("resource", Known.Mail)));
        (await server.IntrospectAsync([("token", any.AccessToken)], basic)).MustBeInactive();
        (await server.IntrospectAsync([("token", mail.AccessToken)], basic)).MustBeInactive();
    }

    [Fact]
    public async Task A_client_with_grants_sees_its_own_tokens_only()
    {
        var server = Start();
        var (app, web) = (await server.IssueAsync(), await server.IssueToWebAsync());
        (await server.IntrospectAsync([("token", app.AccessToken)], Known.WebBasic)).MustBeInactive();
        (await server.IntrospectAsync([("token", web.AccessToken)], Known.WebBasic)).MustBeActive();
    }

    [Fact]
    public async Task A_client_sees_its_own_token_whatever_its_audience()
    {
        var server = Start();
        var issued = (await server.TokenAsync(Known.ClientCredentials.Also("resource", Known.Mail), Known.WebBasic)).MustIssue();
        (await server.IntrospectAsync([("token", issued.AccessToken)], Known.WebBasic)).MustBeActive();
    }

    [Fact]
    public async Task A_client_with_grants_is_no_resource_server_even_where_a_resource_names_it()
    {
        var server = Start(s => s.Options.Resources[0].ClientId = "web");
        var issued = await server.IssueAsync(Known.Authorization.Also("resource", Known.Photos));
        (await server.IntrospectAsync([("token", issued.AccessToken)], Known.WebBasic)).MustBeInactive();
    }

    [Fact]
    public async Task A_refresh_token_is_nobodys_but_its_clients()
    {
        var server = Start();
        var (app, web) = (await server.IssueAsync(), await server.IssueToWebAsync());
        foreach (var token in (string[])[app.RefreshToken, web.RefreshToken])
        {
            (await server.IntrospectAsync(token)).MustBeInactive();
            (await server.IntrospectAsync([("token", token), ("token_type_hint", "refresh_token")], Known.ApiBasic)).MustBeInactive();
        }
        (await server.IntrospectAsync([("token", app.RefreshToken)], Known.WebBasic)).MustBeInactive();
    }

    [Fact]
    public async Task Another_issuers_token_is_unknown()
    {
        var issuer = Known.Issuer;
        var server = Start(s => s.Options.ResolveIssuer = _ => issuer);
        var issued = await server.IssueAsync();
        issuer = "https://other.example.com";
        (await server.IntrospectAsync(issued.AccessToken)).MustBeInactive();
        issuer = Known.Issuer;
        (await server.IntrospectAsync(issued.AccessToken)).MustBeActive();
    }
}
