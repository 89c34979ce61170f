using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace OAuth2Server.Host.Tests;

/// <summary>Names and passwords with letters that have two spellings: é is one character, or e with a mark.</summary>
public sealed class SpellingTests
{
    private const string Composed = "andr\u00E9";
    private const string Decomposed = "andre\u0301";
    private const string Password = "caf\u00E9 cr\u00E8me";

    public static TheoryData<string, string, string> Spellings()
    {
        var all = new TheoryData<string, string, string>();
        foreach (var provider in (string[])["Memory", "Sqlite", "PostgreSql"])
        {
            all.Add(provider, Composed, Password);
            all.Add(provider, Decomposed, Password);
            all.Add(provider, Composed, "cafe\u0301 cre\u0300me");
            all.Add(provider, Decomposed, "cafe\u0301\u00A0cr\u00E8me");
        }
        return all;
    }

    [Theory]
    [MemberData(nameof(Spellings))]
    public async Task Each_spelling_of_a_name_and_a_password_signs_in_at_the_page_and_at_the_password_grant(
        string provider, string name, string password)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        (string, string)[] starts = [(Decomposed, "cafe\u0301 cre\u0300me"), (Composed, "other")];
        foreach (var (configuredName, configuredPassword) in starts)
        {
            await using var server = await StartAsync(database, configuredName, configuredPassword);
            // In a database the user of the first start stays. In memory the second server has its own user.
            var expected = provider == "Memory" && configuredPassword == "other" ? "other" : password;
            var browser = server.NewBrowser();

            Assert.Equal("/", (await browser.SignInAsync(await browser.GetAsync("/login"), name, expected)).Location);
            Assert.Equal(Composed, (await browser.GetAsync("/")).Document.QuerySelector("strong")!.TextContent);
            var legacy = new OAuthClient(server.Address, "legacy", TestConfiguration.LegacySecret);
            Assert.Equal(200, (await legacy.PasswordAsync(expected, name)).Status);
        }
    }

    [Theory]
    [InlineData("Sqlite")]
    [InlineData("PostgreSql")]
    public async Task An_account_that_an_older_version_made_in_the_other_spelling_still_signs_in(string provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var server = await StartAsync(database, Composed, "of the composed name");
        await using var scope = server.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<HostDbContext>();
        var old = new HostUser { UserName = Decomposed, NormalizedUserName = Decomposed.ToUpperInvariant() };
        old.PasswordHash = new PasswordHasher<HostUser>().HashPassword(old, "e\u0301");
        db.Users.Add(old);
        await db.SaveChangesAsync(TestContext.Current.CancellationToken);
        var accounts = scope.ServiceProvider.GetRequiredService<IAccounts>();

        Assert.Equal(old.Id, await SignInAsync(Decomposed, "e\u0301"));
        Assert.Null(await SignInAsync(Composed, "e\u0301"));
        Assert.NotNull(await SignInAsync(Composed, "of the composed name"));
        await accounts.CreateAsync(Decomposed, "another", TestContext.Current.CancellationToken);
        Assert.Equal(old.Id, await SignInAsync(Decomposed, "e\u0301"));
        Assert.Equal(3, await db.Users.CountAsync(TestContext.Current.CancellationToken));

        async Task<string?> SignInAsync(string name, string password) =>
            (await accounts.SignInAsync(new(name, password), TestContext.Current.CancellationToken))?.Subject;
    }

    [Theory]
    [InlineData("Sqlite")]
    [InlineData("PostgreSql")]
    public async Task An_account_is_closed_by_the_other_spelling_of_its_name(string provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await (await StartAsync(database, Composed, Password)).DisposeAsync();

        await using var server = await StartAsync(database, Decomposed, Password, disabled: true);
        var browser = server.NewBrowser();

        Assert.Null((await browser.SignInAsync(await browser.GetAsync("/login"), Composed, Password)).Location);
    }

    [Fact]
    public async Task Two_users_whose_names_differ_only_in_the_spelling_stop_the_start()
    {
        await using var database = await TestDatabase.CreateAsync(StoreProvider.Memory);
        var refused = await Assert.ThrowsAsync<StartException>(() => TestServer.StartAsync(configuration =>
        {
            var users = configuration.Server()["Users"]!.AsArray();
            users[0]!["Username"] = Composed;
            users[1]!["Username"] = Decomposed;
        }));

        Assert.Contains(refused.Problems, problem => problem.Contains("is there twice", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Both_spellings_of_a_name_have_ten_failures_together()
    {
        await using var database = await TestDatabase.CreateAsync(StoreProvider.Memory);
        await using var server = await StartAsync(database, Composed, Password);
        var legacy = new OAuthClient(server.Address, "legacy", TestConfiguration.LegacySecret);
        var browser = server.NewBrowser();

        for (var i = 0; i < 6; i++) Assert.Equal(400, await StatusAsync("wrong", Decomposed));
        for (var i = 0; i < 5; i++) await browser.SignInAsync(await browser.GetAsync("/login"), Composed, "wrong");

        Assert.Equal(429, await StatusAsync(Password, Decomposed));
        Assert.Equal(429, await StatusAsync(Password, Composed));

        async Task<int> StatusAsync(string password, string name) => (await legacy.TokenAsync(
            ("grant_type", "password"), ("username", name), ("password", password), ("end_user_address", "127.0.0.1"))).Status;
    }

    private static Task<TestServer> StartAsync(TestDatabase database, string name, string password, bool? disabled = null) =>
        TestServer.StartAsync(configuration =>
        {
            database.UseWithIssuer(configuration);
            var user = configuration.Server()["Users"]![0]!;
            (user["Username"], user["Password"]) = (name, password);
            if (disabled is { } value) user["Disabled"] = value;
        });
}
