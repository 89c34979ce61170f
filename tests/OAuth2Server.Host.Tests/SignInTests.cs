using System.Collections.Concurrent;
using System.Security.Claims;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace OAuth2Server.Host.Tests;

public sealed class SignInTests
{
    [Fact]
    public async Task A_wrong_password_and_an_unknown_user_get_the_same_answer()
    {
        await using var server = await TestServer.StartAsync();

        var wrong = await Try(server, "alice", "wrong");
        var unknown = await Try(server, "unknown", "wrong");

        Assert.Equal(200, (int)wrong.Status);
        Assert.Equal("The user name or the password is wrong.", wrong.Alert);
        Assert.Equal(WithoutToken(wrong), WithoutToken(unknown));
        Assert.Equal(wrong.Status, unknown.Status);

        static async Task<Answer> Try(TestServer server, string username, string password)
        {
            var browser = server.NewBrowser();
            return await browser.SignInAsync(await browser.GetAsync("/login"), username, password);
        }

        static string WithoutToken(Answer answer)
        {
            answer.Document.QuerySelector("[name=form_token]")!.Remove();
            return answer.Document.DocumentElement.OuterHtml;
        }
    }

    [Fact]
    public async Task An_unknown_user_costs_one_password_hash_as_a_known_one_does()
    {
        var hasher = new CountingHasher();
        await using var server = await TestServer.StartAsync(services: services => services.AddSingleton<IPasswordHasher<Account>>(hasher));
        var accounts = server.Services.GetRequiredService<IAccounts>();

        Assert.Null(await accounts.SignInAsync(new("alice", "wrong"), TestContext.Current.CancellationToken));
        var known = hasher.Verified.Count;
        Assert.Null(await accounts.SignInAsync(new("unknown", "wrong"), TestContext.Current.CancellationToken));

        Assert.Equal(1, known);
        Assert.Equal(2, hasher.Verified.Count);
    }

    public static TheoryData<string, string> ImpossibleCredentials() => new()
    {
        { new('a', Credentials.MaxUsername + 1), "wrong" },
        { string.Concat(Enumerable.Repeat("e\u0301", 5_000)), "wrong" },
        { "alice" + new string(' ', 20_000), "wrong" },
        { "alice", new('p', Credentials.MaxPassword + 1) },
        { "", "wrong" },
        { "alice", "" },
        { "   ", "wrong" },
        { "ali\u0085ce", "wrong" },
    };

    [Theory]
    [MemberData(nameof(ImpossibleCredentials))]
    public async Task Credentials_that_no_account_can_have_cost_no_hash_and_are_not_counted(string username, string password)
    {
        var hasher = new CountingHasher();
        await using var server = await TestServer.StartAsync(services: services => services.AddSingleton<IPasswordHasher<Account>>(hasher));
        var browser = server.NewBrowser();
        var login = await browser.GetAsync("/login");

        for (var i = 0; i < 12; i++)
        {
            var answer = await browser.SignInAsync(login, username, password);
            Assert.Equal(200, (int)answer.Status);
            Assert.Equal("The user name or the password is wrong.", answer.Alert);
        }
        Assert.Empty(hasher.Verified);
        Assert.Equal(200, (int)(await browser.SignInAsync(login, "alice", "wrong")).Status);
        Assert.Single(hasher.Verified);
    }

    [Theory]
    [InlineData("alice ", true)]
    [InlineData(" \u00a0alice\t ", true)]
    [InlineData("al ice", false)]
    public async Task Spaces_around_a_user_name_are_removed(string username, bool signedIn)
    {
        await using var server = await TestServer.StartAsync();
        var browser = server.NewBrowser();

        var answer = await browser.SignInAsync(await browser.GetAsync("/login"), username);

        Assert.Equal(signedIn ? "/" : null, answer.Location);
    }

    [Fact]
    public async Task Spaces_around_a_password_belong_to_it()
    {
        await using var server = await TestServer.StartAsync(c => c.Server()["Users"]![0]!["Password"] = " alice's password ");
        var browser = server.NewBrowser();

        Assert.Null((await browser.SignInAsync(await browser.GetAsync("/login"), password: "alice's password")).Location);
        Assert.Equal("/", (await browser.SignInAsync(await browser.GetAsync("/login"), password: " alice's password ")).Location);
    }

    [Fact]
    public async Task Spaces_around_a_user_name_do_not_give_another_ten_attempts()
    {
        await using var server = await TestServer.StartAsync();
        var browser = server.NewBrowser();
        for (var i = 0; i < 11; i++) await browser.SignInAsync(await browser.GetAsync("/login"), new string(' ', i) + "alice", "wrong");

        Assert.Equal(429, (int)(await browser.SignInAsync(await browser.GetAsync("/login"), "alice   ")).Status);
    }

    [Fact]
    public async Task A_password_is_set_only_when_the_user_is_created()
    {
        var accounts = new MemoryAccounts(new PasswordHasher<Account>());
        await accounts.CreateAsync("alice", "first", TestContext.Current.CancellationToken);
        await accounts.CreateAsync("alice", "second", TestContext.Current.CancellationToken);

        Assert.NotNull(await accounts.SignInAsync(new("alice", "first"), TestContext.Current.CancellationToken));
        Assert.Null(await accounts.SignInAsync(new("alice", "second"), TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("https://evil.example/")]
    [InlineData("//evil.example/")]
    [InlineData("/\\evil.example/")]
    [InlineData("\\\\evil.example/")]
    [InlineData("http:evil.example")]
    [InlineData("javascript:alert(1)")]
    [InlineData("/\t/evil.example/")]
    [InlineData("/\n/evil.example/")]
    [InlineData(" /login")]
    [InlineData("evil.example")]
    [InlineData("")]
    public async Task Signing_in_and_out_never_lead_to_another_site(string returnUrl)
    {
        await using var server = await TestServer.StartAsync();
        var browser = server.NewBrowser();
        var login = await browser.GetAsync("/login?returnUrl=" + Uri.EscapeDataString(returnUrl));

        Assert.Equal("/", (await browser.SignInAsync(login)).Location);
        Assert.Equal("/", (await browser.SubmitAsync(await browser.GetAsync("/logout"), "_logout", ("returnUrl", returnUrl))).Location);
    }

    [Fact]
    public async Task Signing_in_leads_back_to_the_return_URL_with_every_character_unchanged()
    {
        await using var server = await TestServer.StartAsync();
        var browser = server.NewBrowser();
        var login = await browser.GetAsync("/login?returnUrl=" + Uri.EscapeDataString("/oauth2/authorize?state=a%26b+c%C3%A9&x=é"));

        Assert.Equal("/oauth2/authorize?state=a%26b+c%C3%A9&x=%C3%A9", (await browser.SignInAsync(login)).Next);
    }

    [Fact]
    public async Task A_sign_in_begins_a_new_session()
    {
        await using var server = await TestServer.StartAsync();
        var browser = server.NewBrowser();
        var login = await browser.GetAsync("/login");

        await browser.SignInAsync(login);
        var first = browser.Cookies[browser.CookieName("session")!];
        browser.Cookies.Remove(browser.CookieName("session")!);
        await browser.SignInAsync(login);
        var second = browser.Cookies[browser.CookieName("session")!];

        Assert.NotEqual(SecretOf(server, first), SecretOf(server, second));
    }

    [Fact]
    public async Task Signing_out_ends_the_session()
    {
        await using var server = await TestServer.StartAsync();
        var browser = server.NewBrowser();
        await browser.SignInAsync(await browser.GetAsync("/login"));
        Assert.Contains("Signed in as <strong>alice</strong>", (await browser.GetAsync("/")).Body, StringComparison.Ordinal);

        await browser.SubmitAsync(await browser.GetAsync("/"), "_logout");

        Assert.Null(browser.CookieName("session"));
        Assert.Contains("You are not signed in", (await browser.GetAsync("/")).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_session_ends_after_eight_hours()
    {
        await using var server = await TestServer.StartAsync();
        var browser = server.NewBrowser();
        await browser.SignInAsync(await browser.GetAsync("/login"));

        server.Clock.Advance(TimeSpan.FromHours(8));

        Assert.Contains("You are not signed in", (await browser.GetAsync("/")).Body, StringComparison.Ordinal);
    }

    private static string SecretOf(TestServer server, string cookie)
    {
        var options = server.Services.GetRequiredService<IOptionsMonitor<CookieAuthenticationOptions>>().Get(SessionCookie.Scheme);
        return options.TicketDataFormat.Unprotect(cookie)!.Principal.FindFirstValue(SessionCookie.Secret)!;
    }

    private sealed class CountingHasher : IPasswordHasher<Account>
    {
        internal ConcurrentQueue<string> Verified { get; } = new();

        public string HashPassword(Account user, string password) => "hash";

        public PasswordVerificationResult VerifyHashedPassword(Account user, string hashedPassword, string providedPassword)
        {
            Verified.Enqueue(user.Username);
            return PasswordVerificationResult.Failed;
        }
    }
}
