using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;

namespace OAuth2Server.Host.Tests;

/// <summary>What the settings of clients, users and tokens do on every store.</summary>
public sealed class ClientSettingTests
{
    private const string OldSecret = "old-secret-0123456789-0123456789-0123456789";

    public static TheoryData<string> Stores => ["Memory", "Sqlite", "PostgreSql"];

    public static TheoryData<string> Databases => ["Sqlite", "PostgreSql"];

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task A_client_has_lifetimes_of_its_own_and_the_others_those_of_the_server(string provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var server = await TestServer.StartAsync(c =>
        {
            database.Use(c);
            c.Server()["AccessTokenLifetime"] = "2h";
            c.Server()["RefreshTokenLifetime"] = "2d";
            c.Client(0)["AccessTokenLifetime"] = "5m";
            c.Client(0)["RefreshTokenLifetime"] = "1d";
        });
        var web = new OAuthClient(server.Address);
        var tokens = await web.GetTokensAsync(server.NewBrowser());
        var native = new OAuthClient(server.Address, "native", null, "com.example.app:/cb");
        var browser = server.NewBrowser();
        var code = await native.AllowAsync(browser, await CodeFlowTests.ConsentAsync(browser, native, "read"));
        var (_, others) = await native.RedeemAsync(code);

        Assert.Equal((300, 7200), (tokens.GetProperty("expires_in").GetInt32(), others.GetProperty("expires_in").GetInt32()));
        server.Clock.Advance(TimeSpan.FromDays(1));
        Assert.Equal(400, (await web.RefreshAsync(tokens)).Status);
        Assert.Equal(200, (await native.RefreshAsync(others)).Status);
    }

    [Theory]
    [InlineData("10s", 200)]
    [InlineData("0", 400)]
    public async Task A_repeated_refresh_gets_its_answer_again_unless_the_interval_is_zero(string interval, int status)
    {
        await using var server = await TestServer.StartAsync(c => c.Server()["RefreshReuseInterval"] = interval);
        var client = new OAuthClient(server.Address);
        var tokens = await client.GetTokensAsync(server.NewBrowser());

        Assert.Equal(200, (await client.RefreshAsync(tokens)).Status);
        Assert.Equal(status, (await client.RefreshAsync(tokens)).Status);
    }

    [Fact]
    public async Task A_refresh_token_that_is_not_rotated_stays_with_its_confidential_client()
    {
        await using var server = await TestServer.StartAsync(c => c.Server()["AlwaysIssueNewRefreshToken"] = false);
        var client = new OAuthClient(server.Address);
        var tokens = await client.GetTokensAsync(server.NewBrowser());

        var (status, refreshed) = await client.RefreshAsync(tokens);

        Assert.Equal(200, status);
        Assert.False(refreshed.TryGetProperty("refresh_token", out var same) && same.GetString() != tokens.Text("refresh_token"));
        server.Clock.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal(200, (await client.RefreshAsync(tokens)).Status);
        Assert.Contains("AlwaysIssueNewRefreshToken is off", server.Log.Text, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task Two_secrets_are_valid_until_the_older_one_expires(string provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var clock = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var server = await TestServer.StartAsync(c =>
        {
            database.Use(c);
            c.Client(2)["PreviousClientSecret"] = OldSecret;
            c.Client(2)["PreviousClientSecretExpiresAt"] = Text(clock.GetUtcNow().AddHours(1));
        }, clock: clock);

        Assert.Equal(200, await StatusAsync(server, TestConfiguration.LegacySecret));
        Assert.Equal(200, await StatusAsync(server, OldSecret));
        Assert.Equal(401, await StatusAsync(server, TestConfiguration.WebSecret));

        clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal(401, await StatusAsync(server, OldSecret));
        Assert.Equal(200, await StatusAsync(server, TestConfiguration.LegacySecret));
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task A_previous_secret_that_is_removed_from_the_configuration_is_refused_after_the_start(string provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var clock = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using (var before = await TestServer.StartAsync(c =>
        {
            database.Use(c);
            c.Client(2)["PreviousClientSecret"] = OldSecret;
            c.Client(2)["PreviousClientSecretExpiresAt"] = Text(clock.GetUtcNow().AddDays(1));
        }, clock: clock))
        {
            Assert.Equal(200, await StatusAsync(before, OldSecret));
        }
        await using var server = await TestServer.StartAsync(database.Use, clock: clock);
        Assert.Equal(401, await StatusAsync(server, OldSecret));
    }

    [Fact]
    public async Task A_previous_secret_that_has_expired_is_named_at_start()
    {
        await using var server = await TestServer.StartAsync(c =>
        {
            c.Client(2)["PreviousClientSecret"] = OldSecret;
            c.Client(2)["PreviousClientSecretExpiresAt"] = "2020-01-01T00:00:00Z";
        });
        Assert.Contains("PreviousClientSecret of client legacy has expired", server.Log.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(OldSecret, server.Log.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("client_secret_basic", 200)]
    [InlineData("client_secret_post", 401)]
    public async Task A_client_authenticates_only_by_its_method(string method, int status)
    {
        await using var server = await TestServer.StartAsync(c => c.Client(2)["TokenEndpointAuthMethod"] = method);

        Assert.Equal(status, await StatusAsync(server, TestConfiguration.LegacySecret));
    }

    [Fact]
    public async Task A_confidential_client_may_be_allowed_to_omit_PKCE()
    {
        await using var server = await TestServer.StartAsync(c => c.Client(0)["RequirePkce"] = false);
        const string Request = "/oauth2/authorize?response_type=code&";
        var browser = server.NewBrowser();

        var callback = Uri.EscapeDataString(TestConfiguration.Callback);
        var lenient = await browser.GetAsync($"{Request}client_id=web&redirect_uri={callback}");
        var strict = await browser.GetAsync($"{Request}client_id=native&redirect_uri=com.example.app%3A%2Fcb");

        Assert.Contains("/login", lenient.Location, StringComparison.Ordinal);
        Assert.Contains("error=invalid_request", strict.Location, StringComparison.Ordinal);
        const string Warning = "Warning OAuth2Server.Host.Registration RequirePkce of client web is false";
        Assert.Contains(Warning, server.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_native_client_may_have_any_port_of_localhost_and_a_scheme_without_a_dot()
    {
        await using var server = await TestServer.StartAsync(c =>
        {
            c.Client(1)["RedirectUris"] = new JsonArray("http://localhost:1234/cb", "exampleapp:/cb");
            c.Client(1)["AnyLocalhostPort"] = true;
            c.Client(1)["SchemesWithoutDot"] = true;
        });
        foreach (var uri in (string[])["http://localhost:4711/cb", "exampleapp:/cb"])
        {
            var (browser, client) = (server.NewBrowser(), new OAuthClient(server.Address, "native", null, uri));
            var code = await client.AllowAsync(browser, await CodeFlowTests.ConsentAsync(browser, client, "read"));
            Assert.Equal(200, (await client.RedeemAsync(code)).Status);
        }
        Assert.Contains("SchemesWithoutDot of client native is true", server.Log.Text, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task The_users_of_a_client_of_the_operator_are_not_asked_for_consent(string provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var server = await TestServer.StartAsync(c =>
        {
            database.Use(c);
            c.Client(0)["FirstParty"] = true;
        });
        var (browser, client) = (server.NewBrowser(), new OAuthClient(server.Address));
        await browser.SignInAsync(await browser.GetAsync("/login"));

        var received = client.Received(await browser.GetAsync(client.AuthorizeUrl()));
        var (status, tokens) = await client.RedeemAsync(received["code"]);

        Assert.Equal((200, "read write"), (status, tokens.Text("scope")));
        var native = new OAuthClient(server.Address, "native", null, "com.example.app:/cb");
        Assert.Contains("/consent", (await browser.GetAsync(native.AuthorizeUrl("read"))).Location, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task A_client_is_refused_from_the_start_that_disables_it_until_a_start_that_enables_it(string provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await StartAndStopAsync(database, disabled: null, 200);
        await StartAndStopAsync(database, disabled: true, 401);
        await StartAndStopAsync(database, disabled: null, 401);
        await StartAndStopAsync(database, disabled: false, 200);
        await database.ExecuteAsync("UPDATE oauth_clients SET disabled = true WHERE id = 'legacy'");
        await StartAndStopAsync(database, disabled: null, 401);

        static async Task StartAndStopAsync(TestDatabase database, bool? disabled, int status)
        {
            await using var server = await TestServer.StartAsync(c =>
            {
                database.Use(c);
                // Another client keeps the grant enabled.
                c.Client(0)["GrantTypes"]!.AsArray().Add("client_credentials");
                if (disabled is not null) c.Client(2)["Disabled"] = disabled;
            });
            Assert.Equal(status, await StatusAsync(server, TestConfiguration.LegacySecret));
            Assert.DoesNotContain("not in the configuration", server.Log.Text, StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task A_client_that_becomes_public_loses_what_the_confidential_one_was_given(string provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var clock = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        JsonElement tokens;
        await using (var first = await TestServer.StartAsync(database.UseWithIssuer, clock: clock))
            tokens = await new OAuthClient(first.Address).GetTokensAsync(first.NewBrowser());

        await using var server = await TestServer.StartAsync(c =>
        {
            database.UseWithIssuer(c);
            c.Client(0)["Type"] = "Public";
            c.Client(0).Remove("ClientSecret");
        }, clock: clock);
        Assert.Equal(401, (await new OAuthClient(server.Address).UseAsync("/demo/read", tokens.Text("access_token"))).Status);
        Assert.Equal(400, (await new OAuthClient(server.Address, "web", null).RefreshAsync(tokens)).Status);
        Assert.Contains("Client web is Public now: its 4 codes, tokens and consents", server.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_disabled_client_is_refused_in_memory_too_and_enables_no_grant()
    {
        await using var server = await TestServer.StartAsync(c => c.Client(2)["Disabled"] = true);
        var (status, error) = await new OAuthClient(server.Address, "legacy", TestConfiguration.LegacySecret).ClientCredentialsAsync();
        Assert.Equal((401, "invalid_client"), (status, error.Text("error")));
        Assert.DoesNotContain("password grant is enabled", server.Log.Text, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task An_account_is_closed_by_the_configuration_and_opened_again_only_by_the_configuration(string provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var clock = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        JsonElement tokens;
        await using (var first = await TestServer.StartAsync(database.UseWithIssuer, clock: clock))
            tokens = await new OAuthClient(first.Address).GetTokensAsync(first.NewBrowser());

        await StartAsync(disabled: true, isOpen: false, refresh: 400);
        await StartAsync(disabled: null, isOpen: false, refresh: 400);
        await StartAsync(disabled: false, isOpen: true, refresh: 200);

        async Task StartAsync(bool? disabled, bool isOpen, int refresh)
        {
            await using var server = await TestServer.StartAsync(c =>
            {
                database.UseWithIssuer(c);
                if (disabled is { } value) c.Server()["Users"]![0]!["Disabled"] = value;
            }, clock: clock);
            var browser = server.NewBrowser();
            var answer = await browser.SignInAsync(await browser.GetAsync("/login"));
            Assert.Equal(isOpen ? "/" : null, answer.Location);
            Assert.Equal(refresh, (await new OAuthClient(server.Address).RefreshAsync(tokens)).Status);
        }
    }

    [Fact]
    public async Task A_disabled_user_does_not_exist_in_memory()
    {
        await using var server = await TestServer.StartAsync(c => c.Server()["Users"]![0]!["Disabled"] = true);
        var browser = server.NewBrowser();
        Assert.Null((await browser.SignInAsync(await browser.GetAsync("/login"))).Location);
        Assert.Equal("/", (await browser.SignInAsync(await browser.GetAsync("/login"), "bob", TestConfiguration.BobPassword)).Location);
    }

    private static async Task<int> StatusAsync(TestServer server, string secret) =>
        (await new OAuthClient(server.Address, "legacy", secret).ClientCredentialsAsync()).Status;

    private static string Text(DateTimeOffset moment) => moment.ToString("yyyy-MM-dd'T'HH:mm:ssK", CultureInfo.InvariantCulture);
}
