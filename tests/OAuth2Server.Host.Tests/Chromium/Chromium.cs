using Microsoft.Playwright;

[assembly: AssemblyFixture(typeof(OAuth2Server.Host.Tests.Chromium))]

namespace OAuth2Server.Host.Tests;

/// <summary>The installed Chromium, started once for all tests.</summary>
public sealed class Chromium : IAsyncDisposable
{
    private const string Program = "/usr/bin/chromium";

    private static readonly string[] Arguments =
    [
        "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
        "--disable-component-update", "--disable-sync",
    ];

    private readonly Lazy<Task<(IPlaywright Driver, IBrowser Browser)>> _started = new(StartAsync);

    /// <summary>Opens a browser without cookies. It is closed with the last page of the test.</summary>
    public async Task<IBrowserContext> NewAsync(bool bypassPolicy = false)
    {
        Assert.SkipUnless(File.Exists(Program), $"There is no {Program}: apt-get install chromium.");
        var context = await (await _started.Value).Browser.NewContextAsync(new() { BypassCSP = bypassPolicy });
        context.SetDefaultTimeout(20_000);
        return context;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_started.IsValueCreated) return;
        var (driver, browser) = await _started.Value;
        await browser.DisposeAsync();
        driver.Dispose();
    }

    private static async Task<(IPlaywright Driver, IBrowser Browser)> StartAsync()
    {
        var driver = await Playwright.CreateAsync();
        return (driver, await driver.Chromium.LaunchAsync(new() { ExecutablePath = Program, Args = Arguments }));
    }
}

internal static class UserAtBrowser
{
    /// <summary>Fills in the sign-in page and sends it.</summary>
    internal static async Task SignInAsync(this IPage page, string username = "alice", string password = TestConfiguration.AlicePassword)
    {
        await page.FillAsync("#username", username);
        await page.FillAsync("#password", password);
        await page.ClickAsync("button.main");
    }

    internal static Task HasTitleAsync(this IPage page, string title) => Assertions.Expect(page).ToHaveTitleAsync(title);
}
