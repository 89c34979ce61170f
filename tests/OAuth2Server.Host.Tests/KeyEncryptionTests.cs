using System.Runtime.Versioning;
using System.Security.Cryptography;
using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using OAuth2Server.Jwt;

namespace OAuth2Server.Host.Tests;

[SupportedOSPlatform("linux")]
public sealed class KeyEncryptionTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("Sqlite")]
    [InlineData("PostgreSql")]
    public async Task Cookie_keys_in_the_clear_are_encrypted_at_the_next_start_and_sessions_stay(string provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        using var file = new KeyFile(KeyFile.NewKey());
        var clock = NewClock();
        var session = await SignInAsync(database, null, clock);
        Assert.All(await StoredAsync(database, null), xml => Assert.Contains("masterKey", xml, StringComparison.Ordinal));

        await AssertSignedInAsync(database, file, clock, session);
        var stored = await StoredAsync(database, file);
        Assert.NotEmpty(stored);
        Assert.All(stored, xml => Assert.DoesNotContain("masterKey", xml, StringComparison.Ordinal));
        Assert.All(stored, xml => Assert.Contains("sealedKey", xml, StringComparison.Ordinal));
    }

    [Fact]
    public async Task After_a_change_of_the_key_encryption_key_the_old_one_is_not_needed_any_more()
    {
        await using var database = await TestDatabase.CreateAsync(StoreProvider.Sqlite);
        var (old, young) = (KeyFile.NewKey(), KeyFile.NewKey());
        using var first = new KeyFile(old);
        using var both = new KeyFile(young, old);
        using var last = new KeyFile(young);
        var clock = NewClock();
        var session = await SignInAsync(database, first, clock);
        await AssertSignedInAsync(database, both, clock, session);
        await AssertSignedInAsync(database, last, clock, session);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_lost_key_encryption_key_turns_readiness_red_and_no_other_key_seals_cookies(bool another)
    {
        await using var database = await TestDatabase.CreateAsync(StoreProvider.Sqlite);
        using var file = new KeyFile(KeyFile.NewKey());
        using var wrong = new KeyFile(KeyFile.NewKey());
        var clock = NewClock();
        var session = await SignInAsync(database, file, clock);
        var before = await StoredAsync(database, file);

        await using (var server = await StartAsync(database, another ? wrong : null, clock))
        {
            var browser = server.NewBrowser();
            var ready = await browser.GetAsync("/healthz/ready");
            Assert.Equal(503, (int)ready.Status);
            Assert.Contains("which seals cookies, cannot be decrypted", ready.Body, StringComparison.Ordinal);
            Assert.Contains(file.Id, ready.Body, StringComparison.Ordinal);
            Assert.Equal(200, (int)(await browser.GetAsync("/healthz/live")).Status);
            Assert.Equal(500, (int)(await browser.GetAsync("/login")).Status);
        }
        Assert.Equal(before, await StoredAsync(database, file));
        await AssertSignedInAsync(database, file, clock, session);
    }

    [Fact]
    public async Task A_damaged_key_turns_readiness_red()
    {
        await using var database = await TestDatabase.CreateAsync(StoreProvider.Sqlite);
        using var file = new KeyFile(KeyFile.NewKey());
        var clock = NewClock();
        await SignInAsync(database, file, clock);
        await database.ExecuteAsync("UPDATE \"DataProtectionKeys\" SET \"Xml\" = replace(\"Xml\", substr(\"Xml\", 120, 4), 'AAAA')");

        await using var server = await StartAsync(database, file, clock);
        var ready = await server.NewBrowser().GetAsync("/healthz/ready");
        Assert.Equal(503, (int)ready.Status);
    }

    [Fact]
    public void A_key_that_ended_a_day_ago_is_not_read_any_more()
    {
        var clock = new FakeTimeProvider(DateTimeOffset.UnixEpoch.AddYears(60));
        var store = new Elements();
        var keys = new SealedKeys(store, new KeyEncryptionKey(RandomNumberGenerator.GetBytes(32)), clock);
        keys.StoreElement(
            new("key", new XAttribute("id", "1"), new XElement("expirationDate", clock.GetUtcNow().AddDays(90).ToString("O"))), "key-1");
        Assert.Equal("sealedKey", Assert.Single(store.GetAllElements()).Name);

        clock.Advance(TimeSpan.FromDays(91) - TimeSpan.FromTicks(1));
        Assert.Equal("key", Assert.Single(keys.GetAllElements()).Name);
        clock.Advance(TimeSpan.FromTicks(1));
        Assert.Empty(keys.GetAllElements());
    }

    [Theory]
    [InlineData(UnixFileMode.UserRead | UnixFileMode.OtherRead)]
    [InlineData(UnixFileMode.UserRead | UnixFileMode.GroupRead)]
    [InlineData(UnixFileMode.UserRead | UnixFileMode.GroupWrite)]
    public async Task A_file_that_other_users_can_read_or_write_stops_the_start(UnixFileMode mode)
    {
        using var file = new KeyFile(KeyFile.NewKey());
        File.SetUnixFileMode(file.Path, mode);
        var problem = Assert.Single((await RefusedAsync(file.Path)).Problems);
        Assert.StartsWith("OAuth2Server:Keys:EncryptionKeyFile names", problem, StringComparison.Ordinal);
        Assert.Contains("chmod 600", problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("password")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=")]
    [InlineData("c2hvcnQ=")]
    public async Task A_file_without_a_key_stops_the_start_and_its_content_is_not_printed(string content)
    {
        using var file = new KeyFile(content);
        var problem = Assert.Single((await RefusedAsync(file.Path)).Problems);
        Assert.Contains("openssl rand -base64 32", problem, StringComparison.Ordinal);
        if (content.Length > 0) Assert.DoesNotContain(content, problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_does_not_exist_stops_the_start() =>
        Assert.Contains("cannot be read", Assert.Single((await RefusedAsync("/nonexistent/kek")).Problems), StringComparison.Ordinal);

    private static Task<StartException> RefusedAsync(string path) => Assert.ThrowsAsync<StartException>(
        () => TestServer.StartAsync(configuration => configuration.Server()["Keys"] = new System.Text.Json.Nodes.JsonObject
        {
            ["EncryptionKeyFile"] = path,
        }));

    private static async Task<Dictionary<string, string>> SignInAsync(TestDatabase database, KeyFile? file, FakeTimeProvider clock)
    {
        await using var server = await StartAsync(database, file, clock);
        var browser = server.NewBrowser();
        await browser.SignInAsync(await browser.GetAsync("/login"));
        return browser.Cookies;
    }

    private static async Task AssertSignedInAsync(
        TestDatabase database, KeyFile? file, FakeTimeProvider clock, Dictionary<string, string> cookies)
    {
        await using var server = await StartAsync(database, file, clock);
        var browser = server.NewBrowser();
        foreach (var (name, value) in cookies) browser.Cookies[name] = value;
        Assert.Equal("Healthy", (await browser.GetAsync("/healthz/ready")).Body);
        Assert.Contains("Signed in as <strong>alice</strong>", (await browser.GetAsync("/")).Body, StringComparison.Ordinal);
    }

    private static async Task<string[]> StoredAsync(TestDatabase database, KeyFile? file)
    {
        await using var server = await StartAsync(database, file, NewClock());
        await using var scope = server.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<HostDbContext>();
        return [.. await db.DataProtectionKeys.OrderBy(key => key.Id).Select(key => key.Xml!).ToListAsync(Ct)];
    }

    private static Task<TestServer> StartAsync(TestDatabase database, KeyFile? file, FakeTimeProvider clock) =>
        TestServer.StartAsync(configuration =>
        {
            database.UseWithIssuer(configuration);
            if (file is not null)
                configuration.Server()["Keys"] = new System.Text.Json.Nodes.JsonObject { ["EncryptionKeyFile"] = file.Path };
        }, clock: clock);

    private static FakeTimeProvider NewClock() => new(TimeProvider.System.GetUtcNow());

    private sealed class Elements : IXmlRepository
    {
        private readonly List<XElement> _all = [];

        public IReadOnlyCollection<XElement> GetAllElements() => _all;

        public void StoreElement(XElement element, string friendlyName) => _all.Add(element);
    }
}
