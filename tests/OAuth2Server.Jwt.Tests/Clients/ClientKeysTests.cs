using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using OAuth2Server.Jwt.Tests.Reading;

namespace OAuth2Server.Jwt.Tests.Clients;

/// <summary>The keys that a client publishes: when they are fetched, how long they are used, and what is no key set.</summary>
[RfcSection("RFC 7517", "5")]
public sealed class ClientKeysTests : ClientTests, IAsyncLifetime
{
    private KeyServer _server = null!;

    private TestIssuer Next { get; } = new(keyId: "k2");

    public async ValueTask InitializeAsync()
    {
        _server = await KeyServer.StartAsync();
        _server.Json = TestIssuer.KeySet(Key.Jwk());
        Http = new(new() { AllowPrivateAddresses = true }, Clock);
        Model.AddClient(Service() with { Jwks = null, JwksUri = _server.AddressOf() });
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        Dispose();
    }

    [Theory]
    [InlineData(null, 15)]
    [InlineData("max-age=600", 10)]
    [InlineData("max-age=0", 1)]
    [InlineData("no-store", 1)]
    [InlineData("no-cache, max-age=600", 1)]
    [InlineData("max-age=99999999", 24 * 60)]
    [InlineData("max-age=x", 15)]
    [InlineData("expires", 30)]
    [RfcSection("RFC 9111", "4.2")]
    public async Task They_are_fetched_once_and_kept_as_long_as_the_client_says_within_bounds(string? cacheControl, int minutes)
    {
        _server.Answer = http =>
        {
            if (cacheControl == "expires")
            {
                // The clock of the client is another one.
                http.Response.Headers.Date = Text(Clock.GetUtcNow().AddDays(3));
                http.Response.Headers.Expires = Text(Clock.GetUtcNow().AddDays(3).AddMinutes(30));
            }
            else if (cacheControl is not null) http.Response.Headers.CacheControl = cacheControl;
            return http.Response.WriteAsync(TestIssuer.KeySet(Key.Jwk()));
        };
        await AcceptAsync(Assertion());
        Clock.Advance(TimeSpan.FromMinutes(minutes) - TimeSpan.FromSeconds(1));
        await AcceptAsync(Assertion());
        Assert.Single(_server.Asked);
        // Old keys are used while new ones are fetched; a little later a request waits for them.
        Clock.Advance(TimeSpan.FromSeconds(62));
        await AcceptAsync(Assertion());
        Assert.Equal(2, _server.Asked.Count);
    }

    [Fact]
    [RfcSection("RFC 7515", "4.1.4")]
    public async Task A_key_that_the_client_added_is_found_and_a_flood_of_unknown_keys_leads_to_one_fetch_in_ten_seconds()
    {
        await AcceptAsync(Assertion());
        Clock.Advance(TimeSpan.FromSeconds(60));
        _server.Json = TestIssuer.KeySet(Key.Jwk(), Next.Jwk());
        await AcceptAsync(Signed(Next, Header(Next)));
        Assert.Equal(2, _server.Asked.Count);

        var unknown = new TestIssuer(keyId: "k3");
        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => RefuseAsync(Signed(unknown, Header(unknown)))));
        Clock.Advance(TimeSpan.FromSeconds(9));
        await RefuseAsync(Signed(unknown, Header(unknown)));
        Assert.Equal(2, _server.Asked.Count);
        Clock.Advance(TimeSpan.FromSeconds(1));
        await RefuseAsync(Signed(unknown, Header(unknown)));
        await RefuseAsync(Signed(unknown, Header(unknown)));
        Assert.Equal(3, _server.Asked.Count);
    }

    [Fact]
    public async Task Twenty_requests_at_the_same_time_wait_for_one_fetch()
    {
        var open = new TaskCompletionSource();
        _server.Answer = async http =>
        {
            await open.Task;
            await http.Response.WriteAsync(TestIssuer.KeySet(Key.Jwk()));
        };
        var all = Enumerable.Range(0, 20).Select(_ => AcceptAsync(Assertion())).ToArray();
        open.SetResult();
        await Task.WhenAll(all);
        Assert.Single(_server.Asked);
    }

    [Theory]
    [InlineData("huge", "65536 bytes")]
    [InlineData("without end", "65536 bytes")]
    [InlineData("redirect", "redirected")]
    [InlineData("404", "answered 404")]
    [InlineData("500", "answered 500")]
    [InlineData("204", "answered 204")]
    [InlineData("page", "no key set")]
    [InlineData("empty", "no key set")]
    [InlineData("no keys", "no key")]
    [InlineData("private", "no key")]
    [InlineData("secret", "no key")]
    [InlineData("twice", "no key set")]
    [InlineData("deep", "no key set")]
    public async Task What_is_no_key_set_is_not_used_and_the_log_names_the_client_and_the_problem(string answer, string problem)
    {
        _server.Answer = http => WrongAsync(http, answer);
        await RefuseAsync(Assertion());
        await RefuseAsync(Assertion());
        var line = Assert.Single(Log.All);
        Assert.Contains(" of service: ", line, StringComparison.Ordinal);
        Assert.Contains(problem, line, StringComparison.Ordinal);
        Assert.Single(_server.Asked);
        // A failure is not kept.
        _server.Json = TestIssuer.KeySet(Key.Jwk());
        Clock.Advance(TimeSpan.FromSeconds(5));
        await AcceptAsync(Assertion());
        Assert.Single(Log.All);
    }

    [Fact]
    public async Task A_server_that_does_not_answer_ends_the_waiting_after_five_seconds()
    {
        var asked = new TaskCompletionSource();
        _server.Answer = async http =>
        {
            asked.SetResult();
            await Task.Delay(Timeout.Infinite, http.RequestAborted);
        };
        var waiting = RefuseAsync(Assertion());
        await asked.Task;
        Assert.False(waiting.IsCompleted);
        Clock.Advance(TimeSpan.FromSeconds(5));
        await waiting;
        Assert.Contains("did not answer in time", Assert.Single(Log.All), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failing_address_is_logged_once_a_minute_and_the_old_keys_are_used_for_an_hour()
    {
        await AcceptAsync(Assertion());
        _server.Answer = null;
        for (var minute = 0; minute < 14; minute++)
        {
            Clock.Advance(TimeSpan.FromMinutes(5));
            await AcceptAsync(Assertion());
        }
        Assert.InRange(Log.All.Count, 2, 12);
        Clock.Advance(TimeSpan.FromMinutes(6));
        await RefuseAsync(Assertion());
    }

    [Theory]
    [InlineData("http://keys.example.com/jwks", "not https")]
    [InlineData("https://keys.example.com/jwks", "none of the Internet")]
    [InlineData("https://user:secret@keys.example.com/jwks", "no https URL")]
    [InlineData("https://keys.example.com/jwks#a", "no https URL")]
    [InlineData("https://10.0.0.1/jwks", "none of the Internet")]
    [InlineData("https://[::ffff:169.254.169.254]/jwks", "none of the Internet")]
    [InlineData("https://[64:ff9b::10.0.0.1]/", "none of the Internet")]
    [InlineData("https://2130706433/", "none of the Internet")]
    [InlineData("https://keys.example.com:0/", "none of the Internet")]
    [InlineData("file:///etc/passwd", "no https URL")]
    [InlineData("data:application/json,{}", "no https URL")]
    [InlineData("/jwks", "no https URL")]
    [InlineData("jwks\nWarning: a line that an attacker wrote", "no https URL")]
    [InlineData("", "no https URL")]
    public async Task An_address_that_may_not_be_asked_is_not_asked(string address, string problem)
    {
        var looks = 0;
        // At the first look-up an address of documents, then one of this machine: each connection uses what its own look-up gave.
        Http = new(new(), Clock, (_, _) => Task.FromResult<IPAddress[]>(
            [Interlocked.Increment(ref looks) == 1 ? IPAddress.Parse("192.0.2.1") : IPAddress.Loopback]));
        Model.AddClient(Service() with { Jwks = null, JwksUri = address });
        await RefuseAsync(Assertion());
        Clock.Advance(TimeSpan.FromMinutes(1));
        await RefuseAsync(Assertion());
        Assert.Equal(2, Log.All.Count);
        Assert.All(Log.All, line => Assert.Contains(problem, line, StringComparison.Ordinal));
        Assert.All(Log.All, line => Assert.DoesNotContain("secret", line, StringComparison.Ordinal));
        Assert.All(Log.All, line => Assert.DoesNotContain('\n', line));
        Assert.Empty(_server.Asked);
    }

    [Fact]
    public async Task A_flood_of_addresses_fills_neither_the_memory_nor_the_connections()
    {
        (Documents.MaxDocuments, Documents.MaxFetches) = (4, 2);
        var (open, two, running, most) = (new TaskCompletionSource(), new TaskCompletionSource(), 0, 0);
        _server.Answer = async http =>
        {
            var now = Interlocked.Increment(ref running);
            lock (open) most = Math.Max(most, now);
            if (now == 2) two.TrySetResult();
            await open.Task.WaitAsync(http.RequestAborted);
            Interlocked.Decrement(ref running);
            await http.Response.WriteAsync(TestIssuer.KeySet(Key.Jwk()));
        };
        var all = Enumerable.Range(0, 8).Select(i => Keys.GetJsonAsync(At($"/{i}"), Ct).AsTask()).ToArray();
        await two.Task.WaitAsync(Ct);
        open.SetResult();
        await Task.WhenAll(all);
        Assert.Equal(2, most);
        Assert.Equal(8, _server.Asked.Count);
        // Of eight addresses four at the most are kept.
        for (var i = 0; i < 8; i++) await Keys.GetJsonAsync(At($"/{i}"), Ct);
        Assert.InRange(_server.Asked.Count, 12, 16);
    }

    [Fact]
    public async Task A_fetch_that_waits_for_others_ends_after_ten_seconds()
    {
        Documents.MaxFetches = 1;
        var (asked, open) = (new TaskCompletionSource(), new TaskCompletionSource());
        Http = new(new() { AllowPrivateAddresses = true, Timeout = Timeout.InfiniteTimeSpan }, Clock);
        _server.Answer = async http =>
        {
            asked.SetResult();
            await open.Task.WaitAsync(http.RequestAborted);
            await http.Response.WriteAsync(TestIssuer.KeySet(Key.Jwk()));
        };
        var first = Keys.GetJsonAsync(At("/1"), Ct).AsTask();
        await asked.Task;
        var second = Keys.GetJsonAsync(At("/2"), Ct).AsTask();
        while (!second.IsCompleted)
        {
            Clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }
        Assert.Null(await second);
        Assert.Contains("MaxFetches", Assert.Single(Log.All), StringComparison.Ordinal);
        Assert.False(first.IsCompleted);
        open.SetResult();
        Assert.NotNull(await first);
    }

    [Fact]
    public async Task A_request_that_is_cancelled_does_not_cancel_the_fetch()
    {
        var (asked, open) = (new TaskCompletionSource(), new TaskCompletionSource());
        _server.Answer = async http =>
        {
            asked.SetResult();
            await open.Task;
            await http.Response.WriteAsync(TestIssuer.KeySet(Key.Jwk()));
        };
        using var closed = new CancellationTokenSource();
        var cancelled = Keys.GetJsonAsync(At("/jwks"), closed.Token).AsTask();
        await asked.Task;
        var other = AcceptAsync(Assertion());
        await closed.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);
        open.SetResult();
        await other;
        Assert.Single(_server.Asked);
    }

    private Client At(string path) =>
        new() { Id = "service", Type = ClientType.Confidential, JwksUri = _server.AddressOf(path) };

    private async Task WrongAsync(HttpContext http, string answer)
    {
        switch (answer)
        {
            case "huge": await http.Response.Body.WriteAsync(new byte[65537]); break;
            case "without end":
                while (!http.RequestAborted.IsCancellationRequested)
                    await http.Response.Body.WriteAsync(new byte[4096], http.RequestAborted);
                break;
            case "redirect":
                http.Response.Redirect("/other");
                break;
            case "404" or "500" or "204": http.Response.StatusCode = int.Parse(answer, CultureInfo.InvariantCulture); break;
            default:
                await http.Response.WriteAsync(answer switch
                {
                    "page" => "<html></html>",
                    "empty" => "",
                    "no keys" => """{"keys":[]}""",
                    "private" => TestIssuer.KeySet(Changed(Key.Jwk(), [("d", "AAAA")])),
                    "secret" => """{"keys":[{"kty":"oct","k":"AAAA","kid":"k1","alg":"HS256"}]}""",
                    "twice" => TestIssuer.KeySet(Key.Jwk())[..^1] + ",\"keys\":[]}",
                    _ => """{"keys":""" + new string('[', 5000) + new string(']', 5000) + "}",
                });
                break;
        }
    }

    private static string Text(DateTimeOffset time) => time.ToString("R", CultureInfo.InvariantCulture);
}
