using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Net.Http.Headers;
using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.TestHost;
using OAuth2Server.DPoP;

namespace OAuth2Server.AspNetCore.Tests.DPoP;

/// <summary>The package for clients, against a server and a resource of this library.</summary>
[RfcSection("RFC 9449", "4.2")]
[RfcSection("RFC 9449", "8.2")]
[RfcSection("RFC 9449", "9")]
public sealed class ClientPackageTests : SiteTests
{
    private readonly DPoPKey _key = DPoPKey.Create();
    private readonly Counting _sent = new();

    private Site Server(bool requireNonce = false)
    {
        Setup.DPoP = new() { RequireNonce = requireNonce };
        return Start();
    }

    private HttpClient Client(Site site, Func<CancellationToken, Task<string>>? token = null)
    {
        _sent.InnerHandler ??= site.Http.CreateHandler();
        HttpMessageHandler proofs = new DPoPHandler(_key, Setup.Clock) { InnerHandler = _sent };
        return new(token is null ? proofs : new DPoPTokenHandler(token) { InnerHandler = proofs }) { BaseAddress = new(Known.Issuer) };
    }

    private static async Task<string> OwnTokenAsync(HttpClient http)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/oauth2/token")
        {
            Content = new FormUrlEncodedContent([new("grant_type", "client_credentials")]),
        };
        request.Headers.TryAddWithoutValidation(Known.WebBasic.Name, Known.WebBasic.Value);
        using var response = await http.SendAsync(request, TestContext.Current.CancellationToken);
        using var json = JsonDocument.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal("DPoP", json.RootElement.GetProperty("token_type").GetString());
        return json.RootElement.GetProperty("access_token").GetString()!;
    }

    [Theory]
    [InlineData(false, 2)]
    [InlineData(true, 4)]
    [SuppressMessage("Reliability", "CA2025:Ensure tasks using IDisposable complete before it is disposed",
        Justification = "The answers that need the token are awaited.")]
    public async Task A_client_gets_a_token_and_uses_it_with_and_without_nonces(bool requireNonce, int requests)
    {
        var site = Server(requireNonce);
        using var tokens = Client(site);
        using var api = Client(site, _ => OwnTokenAsync(tokens));
        using var answer = await api.GetAsync(new Uri("/resource/a?x=1", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(requests, _sent.Count);
        // The nonces are remembered, and so is the token.
        using var again = await api.GetAsync(new Uri("/resource/a", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, again.StatusCode);
        Assert.Equal(requests + 1, _sent.Count);
    }

    [Fact]
    public async Task A_nonce_that_became_too_old_is_replaced()
    {
        var site = Server(requireNonce: true);
        using var tokens = Client(site);
        await OwnTokenAsync(tokens);
        Setup.Clock.Advance(TimeSpan.FromMinutes(6));
        await OwnTokenAsync(tokens);
        Assert.Equal(4, _sent.Count);
    }

    [Fact]
    public async Task An_error_that_no_text_can_be_made_of_is_no_question_for_a_nonce()
    {
        _sent.InnerHandler = new Always(HttpStatusCode.BadRequest, """{"error":"\ud800"}""");
        using var handler = new DPoPHandler(_key, Setup.Clock) { InnerHandler = _sent };
        using var http = new HttpClient(handler);
        using var content = new StringContent("body");
        using var answer = await http.PostAsync(
            new Uri("https://auth.example.com/token"), content, TestContext.Current.CancellationToken);
        Assert.Equal((HttpStatusCode.BadRequest, 1), (answer.StatusCode, _sent.Count));
    }

    [Theory]
    [InlineData(HttpStatusCode.BadRequest)]
    [InlineData(HttpStatusCode.Unauthorized)]
    public async Task A_server_that_always_asks_for_a_nonce_is_asked_twice(HttpStatusCode status)
    {
        _sent.InnerHandler = new Always(status);
        using var http = new HttpClient(new DPoPHandler(_key) { InnerHandler = _sent });
        using var body = new StringContent("body");
        using var answer = await http.PostAsync(
            new Uri("https://auth.example.com/token"), body, TestContext.Current.CancellationToken);
        Assert.Equal(status, answer.StatusCode);
        Assert.Equal(2, _sent.Count);
    }

    [Fact]
    public async Task A_request_with_a_bearer_token_stays_as_it_is()
    {
        using var http = Client(Server());
        using var request = new HttpRequestMessage(HttpMethod.Get, "/resource/");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", "x");
        using var answer = await http.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.False(request.Headers.Contains("DPoP"));
    }

    [Fact]
    public async Task Requests_whose_token_is_refused_wait_for_one_new_token()
    {
        var site = Server();
        using var tokens = Client(site);
        var issued = new ConcurrentQueue<string>();
        using var api = Client(site, async _ =>
        {
            issued.Enqueue(await OwnTokenAsync(tokens));
            return issued.Last();
        });
        (await api.GetAsync(new Uri("/resource/", UriKind.Relative), TestContext.Current.CancellationToken)).EnsureSuccessStatusCode();
        Setup.Clock.Advance(TimeSpan.FromHours(2));
        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(
            _ => api.PostAsync(new Uri("/resource/", UriKind.Relative), new StringContent("x"), TestContext.Current.CancellationToken)));
        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.OK, answer.StatusCode));
        Assert.Equal(2, issued.Count);
    }

    [Fact]
    public async Task A_code_that_names_the_thumbprint_is_redeemed_with_the_key_that_was_kept()
    {
        var site = Server();
        var browser = new Browser(site);
        var query = Known.Authorization.With("dpop_jkt", _key.Thumbprint);
        var code = (await browser.WalkAsync(await browser.GetAsync(AuthorizeUrl(query)), ScriptedConsent.ByAlice)).MustGiveCode().Code;

        using var kept = DPoPKey.FromPkcs8(_key.ExportPkcs8());
        Assert.Equal(_key.Thumbprint, kept.Thumbprint);
        using var http = new HttpClient(new DPoPHandler(kept, Setup.Clock) { InnerHandler = site.Http.CreateHandler() });
        using var form = new FormUrlEncodedContent(
            Known.Redemption(code).Select(pair => KeyValuePair.Create<string?, string?>(pair.Name, pair.Value)));
        using var answer = await http.PostAsync(new Uri(Known.Issuer + "/oauth2/token"), form, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public void A_key_on_another_curve_is_no_key()
    {
        using var other = System.Security.Cryptography.ECDsa.Create(System.Security.Cryptography.ECCurve.NamedCurves.nistP384);
        Assert.Throws<System.Security.Cryptography.CryptographicException>(() => DPoPKey.FromPkcs8(other.ExportPkcs8PrivateKey()));
        Assert.ThrowsAny<System.Security.Cryptography.CryptographicException>(() => DPoPKey.FromPkcs8([1, 2, 3]));
        Assert.Equal($"DPoPKey({_key.Thumbprint})", _key.ToString());
    }

    private sealed class Counting : DelegatingHandler
    {
        private int _count;

        internal int Count => _count;

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref _count);
            return base.SendAsync(request, cancellationToken);
        }
    }

    private sealed class Always(HttpStatusCode status, string error = """{"error":"use_dpop_nonce"}""") : HttpMessageHandler
    {
        private int _nonce;

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            // As a connection does: a body that was read cannot be read a second time, unless it is kept.
            Assert.Equal("body", await request.Content!.ReadAsStringAsync(cancellationToken));
            var answer = new HttpResponseMessage(status)
            {
                Content = new StringContent(error, new MediaTypeHeaderValue("application/json")),
            };
            answer.Headers.Add("DPoP-Nonce", $"n{++_nonce}");
            if (status == HttpStatusCode.Unauthorized) answer.Headers.WwwAuthenticate.ParseAdd("DPoP error=\"use_dpop_nonce\"");
            return answer;
        }
    }
}
