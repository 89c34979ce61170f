using System.Buffers.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Configuration;

namespace OAuth2Server.Host.Tests;

/// <summary>The setting <c>SignIn:PasswordAcr</c>, which is the authentication context class of a sign-in, and what demands one.</summary>
public sealed class StepUpTests
{
    private const string Acr = "urn:example:password";
    private const string Api = "https://api.example.com";
    private const string ApiSecret = "api-secret-0123456789-0123456789-0123456789";
    private const string Unmet = "unmet_authentication_requirements";

    public static TheoryData<string> Stores => ["Memory", "Sqlite", "PostgreSql"];

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task The_class_is_in_introspection_in_ID_tokens_and_in_the_metadata(string provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var server = await StartAsync(c =>
        {
            database.Use(c);
            c.Client(0)["Scopes"]!.AsArray().Add("openid");
        });
        var user = new Visit(server);
        var tokens = await user.TokensAsync($"&acr_values={Acr}&resource={Api}", "openid read");

        var about = await IntrospectAsync(server, tokens);
        Assert.Equal((Acr, "pwd"), (about.Text("acr"), about.GetProperty("amr")[0].GetString()));
        Assert.Equal(server.Clock.GetUtcNow().ToUnixTimeSeconds(), about.GetProperty("auth_time").GetInt64());
        var claims = JsonDocument.Parse(Base64Url.DecodeFromChars(tokens.Text("id_token").Split('.')[1])).RootElement;
        Assert.Equal(Acr, claims.Text("acr"));
        var metadata = JsonNode.Parse((await user.Browser.GetAsync("/.well-known/openid-configuration")).Body)!;
        Assert.Equal([Acr], metadata["acr_values_supported"]!.AsArray().Select(one => (string)one!));
    }

    [Fact]
    public async Task A_request_for_another_class_gives_no_code_and_one_of_several_is_enough()
    {
        await using var server = await StartAsync();
        var user = new Visit(server);
        Assert.Equal(Unmet, user.Client.Received(await user.AskAsync("&acr_values=phr"))["error"]);
        Assert.Equal("read", (await user.TokensAsync($"&acr_values=phr%20{Acr}")).Text("scope"));
    }

    [Fact]
    public async Task Without_the_setting_a_sign_in_has_no_class()
    {
        await using var server = await StartAsync(c => c.Server().Remove("SignIn"));
        var user = new Visit(server);
        Assert.Equal(Unmet, user.Client.Received(await user.AskAsync($"&acr_values={Acr}"))["error"]);
        var tokens = await user.TokensAsync($"&resource={Api}");
        Assert.False((await IntrospectAsync(server, tokens)).TryGetProperty("acr", out _));
        Assert.DoesNotContain("acr_values", (await user.UseAsync(null)).Challenge, StringComparison.Ordinal);
        Assert.Equal(200, (await user.UseAsync(await user.TokensAsync(""))).Status);
    }

    [Fact]
    public async Task The_demo_refuses_an_old_sign_in_and_the_request_of_its_challenge_asks_the_user_again()
    {
        await using var server = await StartAsync();
        var user = new Visit(server);
        var tokens = await user.TokensAsync("");
        Assert.Equal(200, (await user.UseAsync(tokens)).Status);

        server.Clock.Advance(TimeSpan.FromSeconds(61));
        var (status, challenge, _) = await user.UseAsync(tokens);
        Assert.Equal(401, status);
        Assert.Contains("error=\"insufficient_user_authentication\"", challenge, StringComparison.Ordinal);
        Assert.Contains($"acr_values=\"{Acr}\", max_age=60", challenge, StringComparison.Ordinal);
        Assert.Equal(401, (await user.UseAsync((await user.Client.RefreshAsync(tokens)).Body)).Status);

        var login = await user.Browser.FollowAsync(
            await user.Browser.GetAsync(user.Client.AuthorizeUrl("read") + $"&acr_values={Acr}&max_age=60"));
        Assert.Equal("Sign in", login.Document.Title);
        var code = user.Client.Received(await user.Browser.FollowAsync(await user.Browser.SignInAsync(login)))["code"];
        Assert.Equal(200, (await user.UseAsync((await user.Client.RedeemAsync(code)).Body)).Status);
    }

    [Fact]
    public async Task The_demo_refuses_a_token_without_a_user()
    {
        await using var server = await StartAsync();
        var legacy = new OAuthClient(server.Address, "legacy", TestConfiguration.LegacySecret);
        var (_, tokens) = await legacy.ClientCredentialsAsync();
        var (status, challenge, _) = await legacy.UseAsync("/demo/step-up", tokens.Text("access_token"));
        Assert.Equal(401, status);
        Assert.Contains("insufficient_user_authentication", challenge, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("two classes", "is not one class")]
    [InlineData("a\"b", "is not one class")]
    [InlineData("\u00e4", "is not one class")]
    [InlineData("phr", "must not be phr: a password is not phishing-resistant")]
    [InlineData("phrh", "must not be phrh")]
    public void A_class_that_a_password_cannot_have_is_refused(string acr, string problem)
    {
        var configuration = TestConfiguration.Create();
        configuration.Server()["SignIn"] = new JsonObject { ["PasswordAcr"] = acr };
        using var json = new MemoryStream(JsonSerializer.SerializeToUtf8Bytes(configuration));
        var refused = Assert.Throws<StartException>(() => SettingsReader.Read(new ConfigurationBuilder().AddJsonStream(json).Build()));
        var one = Assert.Single(refused.Problems);
        Assert.StartsWith("OAuth2Server:SignIn:PasswordAcr ", one, StringComparison.Ordinal);
        Assert.Contains(problem, one, StringComparison.Ordinal);
    }

    private static Task<TestServer> StartAsync(Action<JsonObject>? change = null) => TestServer.StartAsync(c =>
    {
        c.Server()["SignIn"] = new JsonObject { ["PasswordAcr"] = Acr };
        c.Server()["Resources"]![0]!["ClientId"] = "api";
        c.Server()["Clients"]!.AsArray().Add(
            new JsonObject { ["ClientId"] = "api", ["Type"] = "Confidential", ["ClientSecret"] = ApiSecret });
        change?.Invoke(c);
    });

    private static async Task<JsonElement> IntrospectAsync(TestServer server, JsonElement tokens)
    {
        var (status, about) = await new OAuthClient(server.Address, "api", ApiSecret).PostAsync(
            "/oauth2/introspect", ("token", tokens.Text("access_token")));
        Assert.Equal((200, true), (status, about.GetProperty("active").GetBoolean()));
        return about;
    }

    /// <summary>A user with a browser at one client.</summary>
    private sealed class Visit(TestServer server)
    {
        internal Browser Browser { get; } = server.NewBrowser();

        internal OAuthClient Client { get; } = new(server.Address);

        /// <summary>Sends a request with more parameters, and signs in where the server asks for it.</summary>
        internal async Task<Answer> AskAsync(string more, string scope = "read")
        {
            var page = await Browser.FollowAsync(await Browser.GetAsync(Client.AuthorizeUrl(scope) + more));
            return page.Document.Title == "Sign in" ? await Browser.FollowAsync(await Browser.SignInAsync(page)) : page;
        }

        internal async Task<JsonElement> TokensAsync(string more, string scope = "read")
        {
            var answer = await AskAsync(more, scope);
            var code = answer.Location is null ? await Client.AllowAsync(Browser, answer) : Client.Received(answer)["code"];
            var (status, tokens) = await Client.RedeemAsync(code);
            Assert.True(status == 200, tokens.GetRawText());
            return tokens;
        }

        internal Task<(int Status, string Challenge, string Body)> UseAsync(JsonElement? tokens) =>
            Client.UseAsync("/demo/step-up", tokens?.Text("access_token"));
    }
}
