using System.Text.Json.Nodes;

namespace OAuth2Server.OpenIdConnect.Tests.BadInput;

/// <summary>UserInfo with tokens that are not for it.</summary>
[RfcSection("OpenID Core", "5.3.3")]
public sealed class UserInfoTokenTests
{
    [Fact]
    public async Task A_token_for_another_resource_is_refused()
    {
        await using var server = await Site.StartAsync(c => c.Server()["Resources"]![0]!["Scopes"]!.AsArray().Add("openid"));
        var client = server.NewClient();
        var received = client.Received(await client.AuthorizeAsync(
            server.NewBrowser(), ("scope", "openid read"), ("resource", "https://api.example.com")));
        var (_, tokens) = await client.RedeemAsync(received["code"]);

        var (status, body) = await client.UserInfoAsync(RelyingParty.Text(tokens, "access_token"));

        Assert.Equal((401, "invalid_token"), (status, RelyingParty.Text(body, "error")));
    }

    [Fact]
    public async Task A_token_that_the_client_got_for_itself_is_refused()
    {
        await using var server = await Site.StartAsync(c =>
        {
            c.Client(0)["GrantTypes"]!.AsArray().Add("client_credentials");
        });
        var client = server.NewClient();
        var (_, tokens) = await client.TokenAsync(("grant_type", "client_credentials"), ("scope", "openid"));

        var (status, _) = await client.UserInfoAsync(RelyingParty.Text(tokens, "access_token"));

        Assert.False(tokens.TryGetProperty("id_token", out _));
        Assert.Equal(401, status);
    }

    [Fact]
    public async Task A_revoked_token_and_no_token_and_a_wrong_method_are_refused()
    {
        await using var server = await Site.StartAsync();
        var client = server.NewClient();
        var token = RelyingParty.Text(await client.SignInAsync(server.NewBrowser()), "access_token");
        using var revocation = new HttpRequestMessage(HttpMethod.Post, "/oauth2/revoke");
        revocation.Content = Browser.Form([("token", token), ("client_id", "web"), ("client_secret", TestConfiguration.WebSecret)]);

        Assert.Equal(405, (await client.UserInfoAsync(token, HttpMethod.Delete)).Status);
        Assert.Equal(200, (await client.SendAsync(revocation)).Status);
        Assert.Equal(401, (await client.UserInfoAsync(token)).Status);
        Assert.Equal(401, (await client.SendAsync(new(HttpMethod.Get, "/oauth2/userinfo"))).Status);
        Assert.Equal(401, (await client.SendAsync(new(HttpMethod.Get, "/oauth2/userinfo?access_token=" + token))).Status);
    }

    [Fact]
    public async Task A_JWT_access_token_without_a_resource_is_accepted()
    {
        await using var server = await Site.StartAsync(c =>
        {
            c.Server()["AccessTokenFormat"] = "Jwt";
            c.Server()["DefaultResource"] = "https://default.example.com";
        });
        var client = server.NewClient();

        var (status, body) = await client.UserInfoAsync(RelyingParty.Text(await client.SignInAsync(server.NewBrowser()), "access_token"));

        Assert.Equal((200, "alice"), (status, RelyingParty.Text(body, "sub")));
    }
}
