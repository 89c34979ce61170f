using System.Text.Json;
using System.Text.Json.Nodes;

namespace OAuth2Server.Host.Tests;

/// <summary>Two started hosts, by their configuration alone: one signs users in and issues identity assertions, the other one accepts
/// them.</summary>
public sealed class IdentityAssertionTests
{
    private const string Chat = "https://chat.example.com";
    private const string ChatSecret = "chat-secret-0123456789-0123456789-0123456789";
    private const string IdTokenType = "urn:ietf:params:oauth:token-type:id_token";
    private const string RefreshTokenType = "urn:ietf:params:oauth:token-type:refresh_token";
    private const string Api = "https://api.example.com";

    public static TheoryData<string> Stores => ["Memory", "Sqlite", "PostgreSql"];

    private static Task<TestServer> StartIdpAsync() => TestServer.StartAsync(c =>
    {
        c.Client(0)["GrantTypes"]!.AsArray().Add(TokenExchangeGrant.Name);
        c.Client(0)["Scopes"]!.AsArray().Add("openid");
        c.Server()["TokenExchange"] = new JsonObject
        {
            ["IdentityAssertions"] = new JsonArray(new JsonObject
            {
                ["ClientId"] = "web", ["Audience"] = Chat, ["ClientIdAtAudience"] = "web-at-chat", ["Scopes"] = new JsonArray("read"),
                ["Resources"] = new JsonArray(Api),
            }),
        };
    });

    private static Task<TestServer> StartChatAsync(TestServer idp, TestDatabase? database = null) => TestServer.StartAsync(
        c =>
        {
            database?.Use(c);
            c.Server()["Issuer"] = Chat;
            c.Server()["OpenIdConnect"] = new JsonObject { ["AllowPrivateAddresses"] = true };
            c.Server()["Clients"]!.AsArray().Add(new JsonObject
            {
                ["ClientId"] = "web-at-chat", ["ClientSecret"] = ChatSecret, ["Type"] = "Confidential",
                ["GrantTypes"] = new JsonArray(JwtBearerGrant.Name), ["Scopes"] = new JsonArray("read", "write"),
            });
            c.Server()["TrustedIssuers"] = new JsonArray(new JsonObject
            {
                ["Issuer"] = idp.Address, ["JwksUri"] = idp.Address + "/oauth2/jwks", ["Clients"] = new JsonArray("web-at-chat"),
                ["Scopes"] = new JsonArray("read"), ["Audiences"] = new JsonArray(Api),
                ["Users"] = new JsonArray(new JsonObject { ["Subject"] = "alice", ["Username"] = "bob" }),
            });
        }, clock: idp.Clock);

    private static async Task<JsonElement> SignInAsync(TestServer idp)
    {
        var browser = idp.NewBrowser();
        var client = new OAuthClient(idp.Address);
        var consent = await CodeFlowTests.ConsentAsync(browser, client, "openid read");
        var (status, tokens) = await client.RedeemAsync(await client.AllowAsync(browser, consent));
        Assert.True(status == 200, tokens.GetRawText());
        return tokens;
    }

    private static Task<(int Status, JsonElement Body)> AssertAsync(TestServer idp, string token, string type) =>
        new OAuthClient(idp.Address).TokenAsync(
            ("grant_type", TokenExchangeGrant.Name), ("requested_token_type", "urn:ietf:params:oauth:token-type:id-jag"),
            ("subject_token", token), ("subject_token_type", type), ("audience", Chat), ("resource", Api), ("scope", "read write"));

    private static (string, string)[] Form(JsonElement assertion) =>
        [("grant_type", JwtBearerGrant.Name), ("assertion", assertion.Text("access_token"))];

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task The_other_server_accepts_the_assertion_once(string provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var idp = await StartIdpAsync();
        await using var chat = await StartChatAsync(idp, database);
        var signedIn = await SignInAsync(idp);
        var client = new OAuthClient(chat.Address, "web-at-chat", ChatSecret);
        foreach (var (token, type) in new[] { ("id_token", IdTokenType), ("refresh_token", RefreshTokenType) })
        {
            var (status, assertion) = await AssertAsync(idp, signedIn.Text(token), type);
            Assert.True(status == 200, assertion.GetRawText());
            Assert.Equal(("N_A", "read"), (assertion.Text("token_type"), assertion.Text("scope")));

            (status, var issued) = await client.TokenAsync(Form(assertion));
            Assert.True(status == 200, issued.GetRawText() + chat.Log.Text);
            Assert.Equal(("Bearer", "read"), (issued.Text("token_type"), issued.Text("scope")));
            Assert.Equal("invalid_grant", (await client.TokenAsync(Form(assertion))).Body.Text("error"));
        }
    }

    [Fact]
    public async Task The_token_is_that_of_the_account_that_the_settings_name()
    {
        await using var idp = await StartIdpAsync();
        await using var chat = await StartChatAsync(idp);
        var (_, assertion) = await AssertAsync(idp, (await SignInAsync(idp)).Text("id_token"), IdTokenType);
        var (status, issued) = await new OAuthClient(chat.Address, "web-at-chat", ChatSecret).TokenAsync(Form(assertion));
        Assert.True(status == 200, issued.GetRawText());
        Assert.Contains("subject alice there is subject bob here", chat.Log.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(assertion.Text("access_token"), chat.Log.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(assertion.Text("access_token"), idp.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_server_that_issued_it_refuses_it()
    {
        await using var idp = await StartIdpAsync();
        await using var chat = await StartChatAsync(idp);
        var (_, assertion) = await AssertAsync(idp, (await SignInAsync(idp)).Text("id_token"), IdTokenType);
        var (_, refused) = await new OAuthClient(idp.Address).TokenAsync(Form(assertion));
        Assert.Equal("unsupported_grant_type", refused.Text("error"));
        var (_, other) = await new OAuthClient(chat.Address).TokenAsync(Form(assertion));
        Assert.Equal("unauthorized_client", other.Text("error"));
    }

    [Fact]
    public async Task Each_server_says_in_its_metadata_what_it_does()
    {
        await using var idp = await StartIdpAsync();
        await using var chat = await StartChatAsync(idp);
        await using var neither = await TestServer.StartAsync();
        var (issues, accepts, nothing) = (await MetadataAsync(idp), await MetadataAsync(chat), await MetadataAsync(neither));
        Assert.Contains("\"identity_chaining_requested_token_types_supported\":[\"urn:ietf:params:oauth:token-type:id-jag\"]", issues,
            StringComparison.Ordinal);
        Assert.Contains("\"authorization_grant_profiles_supported\":[\"urn:ietf:params:oauth:grant-profile:id-jag\"]", accepts,
            StringComparison.Ordinal);
        Assert.Contains(JwtBearerGrant.Name, accepts, StringComparison.Ordinal);
        Assert.DoesNotContain(idp.Address, accepts, StringComparison.Ordinal);
        foreach (var text in (string[])["id-jag", JwtBearerGrant.Name]) Assert.DoesNotContain(text, nothing, StringComparison.Ordinal);
        Assert.DoesNotContain(JwtBearerGrant.Name, issues, StringComparison.Ordinal);
    }

    private static async Task<string> MetadataAsync(TestServer server)
    {
        using var http = new HttpClient();
        return await http.GetStringAsync(
            new Uri(server.Address + "/.well-known/oauth-authorization-server"), TestContext.Current.CancellationToken);
    }
}
