using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;

namespace OAuth2Server.Jwt.Tests.Reading;

/// <summary>The keys of the authorization server: when they are fetched, how long they are used, and what is no key.</summary>
public sealed class RemoteKeysTests : ReadingTests
{
    private readonly TestIssuer _next = new(keyId: "k2");

    public static TheoryData<string> DamagedMetadata =>
    [
        "", "x", "[]", "null", "{}", TestIssuer.Metadata()[..^1] + ",\"issuer\":\"https://auth.example.com\"}",
        TestIssuer.Metadata(issuer: "https://auth.example.com/"), TestIssuer.Metadata(issuer: "https://AUTH.example.com"),
        TestIssuer.Metadata(issuer: "https://attacker.example"), TestIssuer.Metadata(keys: "http://auth.example.com/jwks"),
        TestIssuer.Metadata(keys: "file:///etc/passwd"), TestIssuer.Metadata(keys: "/jwks"),
            TestIssuer.Metadata(keys: "https://a:b@auth.example.com/jwks"),
        """{"issuer":"https://auth.example.com"}""", """{"issuer":"https://auth.example.com","jwks_uri":7}""",
        """{"issuer":["https://auth.example.com"],"jwks_uri":"https://auth.example.com/jwks"}""",
        """{"x":""" + new string('[', 5000) + "}",
        """{"issuer":"https://auth.example.com","jwks_uri":"https://auth.example.com/jwks","x":"\uD800"}""",
    ];

    public static TheoryData<string> DamagedKeySets =>
    [
        "", "x", "[]", "{}", """{"keys":{}}""", """{"keys":[]}""", """{"keys":null}""", """{"keys":[7,"x",null,[],{}]}""",
        """{"keys":[],"keys":[]}""", """{"keys":[{"kty":"oct","k":"AAAA","kid":"k1","alg":"HS256"}]}""",
        """{"keys":[{"kty":"OKP","crv":"Ed25519","x":"AAAA","kid":"k1"}]}""",
        """{"keys":[{"kty":"EC","crv":"P-256","x":"AA","y":"AA","kid":"k1"}]}""",
        """{"keys":[{"kty":"RSA","n":"AQAB","e":"AQAB","kid":"k1"}]}""", """{"keys":[{"kty":"RSA","kid":"k1"}]}""",
        """{"keys":""" + new string('[', 5000) + new string(']', 5000) + "}",
    ];

    [Fact]
    public async Task Keys_are_fetched_once_and_kept_as_long_as_the_server_says()
    {
        var server = new ScriptedServer(Issuer);
        server.Answer("/jwks", _ => ScriptedServer.Json(TestIssuer.KeySet(Issuer.Jwk()), maxAge: TimeSpan.FromMinutes(10)));
        var reader = Start(server);
        for (var i = 0; i < 9; i++)
        {
            await AcceptAsync(reader, Issuer.Token(("jti", $"t{i}")));
            Clock.Advance(TimeSpan.FromMinutes(1));
        }
        Assert.Equal(["GET " + ScriptedServer.MetadataPath, "GET /jwks"], server.Asked);
        Clock.Advance(TimeSpan.FromMinutes(3));
        await AcceptAsync(reader, Issuer.Token());
        Assert.Equal(2, server.Count("/jwks"));
    }

    [Theory]
    [InlineData(null, 3600)]
    [InlineData(0, 60)]
    [InlineData(-5, 60)]
    [InlineData(59, 60)]
    [InlineData(600, 600)]
    [InlineData(1_000_000, 43_200)]
    public void The_time_that_keys_are_fresh_has_bounds(int? maxAge, int expected) =>
        Assert.Equal(
            TimeSpan.FromSeconds(expected), RemoteDocuments.FreshFor(maxAge is { } seconds ? TimeSpan.FromSeconds(seconds) : null));

    [Fact]
    public async Task The_request_that_meets_a_new_key_is_answered_with_it()
    {
        var server = new ScriptedServer(Issuer);
        var reader = Start(server);
        await AcceptAsync(reader, Issuer.Token());
        server.Publish(Issuer, _next);
        Clock.Advance(Refreshed<KeySet>.Distance);
        await AcceptAsync(reader, _next.Token());
        await AcceptAsync(reader, Issuer.Token());
        Assert.Equal(2, server.Count("/jwks"));
    }

    [Fact]
    public async Task A_flood_of_unknown_keys_costs_a_bounded_number_of_fetches()
    {
        var server = new ScriptedServer(Issuer);
        var reader = Start(server);
        await AcceptAsync(reader, Issuer.Token());
        for (var second = 0; second < 60; second++)
        {
            for (var i = 0; i < 20; i++) await RefuseAsync(reader, Issuer.WithHeader(("kid", $"flood-{second}-{i}")));
            Clock.Advance(TimeSpan.FromSeconds(1));
        }
        Assert.InRange(server.Count("/jwks"), 2, 7);
        Assert.Equal(1, server.Count(ScriptedServer.MetadataPath));
        server.Publish(Issuer, _next);
        Clock.Advance(Refreshed<KeySet>.Distance);
        await AcceptAsync(reader, _next.Token());
    }

    [Fact]
    public async Task Requests_that_need_the_keys_at_the_same_time_wait_for_one_fetch()
    {
        var server = new ScriptedServer(Issuer);
        var open = new TaskCompletionSource();
        server.AnswerAsync("/jwks", async (_, ct) =>
        {
            await open.Task.WaitAsync(ct);
            return ScriptedServer.Json(TestIssuer.KeySet(Issuer.Jwk()));
        });
        var reader = Start(server);
        await AbandonAsync(reader, Issuer.Token());
        var waiting = Enumerable.Range(0, 50).Select(i => AcceptAsync(reader, Issuer.Token(("jti", $"t{i}")))).ToArray();
        open.SetResult();
        await Task.WhenAll(waiting);
        Assert.Equal(1, server.Count("/jwks"));
    }

    [Fact]
    public async Task A_failing_refresh_keeps_the_old_keys_for_an_hour()
    {
        var server = new ScriptedServer(Issuer);
        var reader = Start(server);
        await AcceptAsync(reader, Issuer.Token());
        server.IsAway = true;
        Clock.Advance(TimeSpan.FromHours(1) + TimeSpan.FromMinutes(59));
        await AcceptAsync(reader, Issuer.Sign(Issuer.Header, TestIssuer.Claims(Clock.GetUtcNow())));
        Clock.Advance(TimeSpan.FromMinutes(2));
        await RefuseAsync(reader, Issuer.Sign(Issuer.Header, TestIssuer.Claims(Clock.GetUtcNow())), 503);
        server.IsAway = false;
        Clock.Advance(Refreshed<KeySet>.DistanceAfterFailure);
        await AcceptAsync(reader, Issuer.Sign(Issuer.Header, TestIssuer.Claims(Clock.GetUtcNow())));
    }

    [Fact]
    public async Task A_key_that_was_taken_out_verifies_no_longer_also_for_a_token_that_was_seen_before()
    {
        var server = new ScriptedServer(Issuer, _next);
        var reader = Start(server);
        var token = Issuer.Sign(Issuer.Header, TestIssuer.Claims(TestIssuer.Now.AddHours(1)));
        Clock.Advance(TimeSpan.FromHours(1));
        await AcceptAsync(reader, token);
        server.Publish(_next);
        Clock.Advance(TimeSpan.FromMinutes(61) + TimeSpan.FromSeconds(-40));
        await RefuseAsync(Start(server), token);
        Clock.Advance(TimeSpan.FromSeconds(40));
        await RefuseAsync(reader, token);
    }

    [Fact]
    public async Task Without_keys_a_request_gets_503_until_the_server_is_back_and_one_line_a_minute_is_logged()
    {
        var server = new ScriptedServer(Issuer) { IsAway = true };
        var reader = Start(server);
        for (var second = 0; second < 60; second++)
        {
            var error = await RefuseAsync(reader, Issuer.Token(), 503);
            var wait = Assert.Single(error.Headers);
            Assert.Equal("Retry-After", wait.Key);
            Assert.InRange(int.Parse(wait.Value, System.Globalization.CultureInfo.InvariantCulture), 1, 10);
            Clock.Advance(TimeSpan.FromSeconds(1));
        }
        Assert.Single(Log.All, line => line.Level == LogLevel.Error);
        Assert.InRange(server.Asked.Count, 2, 13);
        server.IsAway = false;
        Clock.Advance(Refreshed<KeySet>.DistanceAfterFailure);
        await AcceptAsync(reader, Issuer.Token());
    }

    [Theory]
    [MemberData(nameof(DamagedMetadata))]
    [RfcSection("RFC 8414", "3.3")]
    public async Task Metadata_that_is_damaged_unsafe_or_of_another_issuer_is_not_used(string metadata)
    {
        var server = new ScriptedServer(Issuer) { [ScriptedServer.MetadataPath] = metadata };
        await RefuseAsync(Start(server), Issuer.Token(), 503);
        Assert.Equal(["GET " + ScriptedServer.MetadataPath], server.Asked);
        Assert.Single(Log.All, line => line.Level == LogLevel.Error);
    }

    [Theory]
    [MemberData(nameof(DamagedKeySets))]
    [RfcSection("RFC 7517", "5")]
    public async Task A_key_set_without_a_usable_key_is_a_failure(string keys)
    {
        var server = new ScriptedServer(Issuer) { ["/jwks"] = keys };
        await RefuseAsync(Start(server), Issuer.Token(), 503);
    }

    [Fact]
    [RfcSection("RFC 7517", "5")]
    public async Task Keys_that_cannot_be_used_are_left_out_and_the_others_are_used()
    {
        JsonObject With(string member, JsonNode? value)
        {
            var key = new TestIssuer(keyId: "bad").Jwk();
            key[member] = value;
            return key;
        }
        var server = new ScriptedServer
        {
            ["/jwks"] = TestIssuer.KeySet(
                With("use", "enc"), With("use", 1), With("key_ops", new JsonArray("sign")), With("key_ops", "x"), With("d", "AAAA"),
                    With("kty", "oct"),
                With("crv", "P-521"), With("crv", "P-384"), With("alg", "ES384"), With("alg", "HS256"), With("x", "AAAA"), With("y", "!"),
                With("x", With("y", null)["x"]!.GetValue<string>()[..42] + "A"), With("kid", 7), With("kty", null), Issuer.Jwk()),
        };
        var reader = Start(server);
        await AcceptAsync(reader, Issuer.Token());
        Assert.Contains(Log.All, line => line.Text.Contains("Left out 15 keys", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(1024)]
    [InlineData(512)]
    public async Task A_weak_RSA_key_is_not_used(int bits)
    {
        var weak = new TestIssuer(SigningAlgorithm.RS256, rsaBits: bits);
        await RefuseAsync(Start(new ScriptedServer(weak)), weak.Token(), 503);
    }

    [Theory]
    [InlineData("n", 4096)]
    [InlineData("e", 300)]
    [InlineData("n", 200_000)]
    public async Task A_key_with_a_huge_number_is_not_used(string member, int bytes)
    {
        var rsa = new TestIssuer(SigningAlgorithm.RS256);
        var key = rsa.Jwk();
        key[member] = TestIssuer.Encode([.. Enumerable.Repeat((byte)0xFF, bytes)]);
        await RefuseAsync(Start(new ScriptedServer { ["/jwks"] = TestIssuer.KeySet(key) }), rsa.Token(), 503);
    }

    [Theory]
    [InlineData("AQ")]
    [InlineData("Ag")]
    [InlineData("AAAA")]
    public async Task An_exponent_with_which_every_signature_is_right_is_not_used(string exponent)
    {
        var key = new TestIssuer(SigningAlgorithm.RS256).Jwk();
        key["e"] = exponent;
        await RefuseAsync(Start(new ScriptedServer { ["/jwks"] = TestIssuer.KeySet(key) }), Issuer.Token(), 503);
    }

    [Fact]
    public async Task Of_two_keys_with_one_kid_the_first_is_used()
    {
        var other = new TestIssuer(keyId: "k1");
        var reader = Start(new ScriptedServer(Issuer, other));
        await AcceptAsync(reader, Issuer.Token());
        await RefuseAsync(reader, other.Token());
        var rsa = new TestIssuer(SigningAlgorithm.RS256, "k1");
        await AcceptAsync(Start(new ScriptedServer(Issuer, rsa)), rsa.Token());
    }

    [Fact]
    public async Task Ten_thousand_keys_are_not_all_used()
    {
        var key = Issuer.Jwk().ToJsonString();
        var many = string.Join(',', Enumerable.Range(0, 10_000).Select(i => $$"""{"kty":"oct","kid":"{{i}}"}"""));
        await AcceptAsync(Start(new ScriptedServer { ["/jwks"] = $$"""{"keys":[{{many}},{{key}}]}""" }), Issuer.Token());
        var hundred = string.Join(',', Enumerable.Range(0, KeySet.MaxKeys).Select(i =>
            new TestIssuer(keyId: $"x{i}").Jwk().ToJsonString()));
        await RefuseAsync(Start(new ScriptedServer { ["/jwks"] = $$"""{"keys":[{{hundred}},{{key}}]}""" }), Issuer.Token());
    }

    [Fact]
    public async Task An_answer_that_is_too_large_slow_no_JSON_or_a_redirect_is_not_used()
    {
        Func<HttpResponseMessage>[] answers =
        [
            () => ScriptedServer.Json("{\"x\":\"" + new string('a', RemoteMetadata.MaxBytes) + "\"}"),
            () => new(HttpStatusCode.OK)
            {
                Content = new StreamContent(new EndlessStream()) { Headers = { ContentType = new("application/json") } },
            },
            () => ScriptedServer.Json(TestIssuer.Metadata(), "text/html"),
            () => new(HttpStatusCode.OK) { Content = new ByteArrayContent([]) },
            () => new(HttpStatusCode.Redirect) { Headers = { Location = new("https://attacker.example/") } },
            () => new(HttpStatusCode.InternalServerError),
            () => new(HttpStatusCode.OK)
            {
                Content = new StringContent(TestIssuer.Metadata(), null, "application/json"),
                RequestMessage = new(HttpMethod.Get, "https://attacker.example/"),
            },
        ];
        foreach (var answer in answers)
        {
            var server = new ScriptedServer(Issuer);
            server.Answer(ScriptedServer.MetadataPath, _ => answer());
            await RefuseAsync(Start(server), Issuer.Token(), 503);
            Assert.Single(server.Asked);
        }
    }

    [Fact]
    public async Task A_server_that_does_not_answer_is_waited_for_until_the_timeout()
    {
        var server = new ScriptedServer(Issuer);
        var asked = new TaskCompletionSource();
        server.AnswerAsync(ScriptedServer.MetadataPath, async (_, ct) =>
        {
            asked.SetResult();
            await Task.Delay(Timeout.Infinite, ct);
            return null!;
        });
        var refused = RefuseAsync(Start(server), Issuer.Token(), 503);
        await asked.Task;
        Clock.Advance(TimeSpan.FromSeconds(5));
        await refused;
    }

    [Theory]
    [InlineData("https://auth.example.com/tenant", "/.well-known/oauth-authorization-server/tenant")]
    [InlineData("https://auth.example.com/tenant/", "/.well-known/oauth-authorization-server/tenant")]
    [InlineData("https://auth.example.com", "/.well-known/openid-configuration")]
    [InlineData("https://auth.example.com/tenant", "/.well-known/openid-configuration/tenant")]
    [InlineData("https://auth.example.com/tenant", "/tenant/.well-known/openid-configuration")]
    [RfcSection("RFC 8414", "3.1")]
    [RfcSection("RFC 8414", "5")]
    public async Task Metadata_is_found_where_the_RFCs_have_it(string issuer, string path)
    {
        var server = new ScriptedServer();
        server.Publish(Issuer);
        server.Answer(ScriptedServer.MetadataPath, _ => new(HttpStatusCode.NotFound));
        server[path] = TestIssuer.Metadata(issuer);
        using var reader = new RemoteAuthorizationServer(new() { Issuer = issuer }, server, Clock, Log);
        await AcceptAsync(reader, Issuer.Token(("iss", issuer)));
        Assert.Equal("GET " + path, server.Asked[^2]);
    }

    [Theory]
    [InlineData("http://auth.example.com")]
    [InlineData("auth.example.com")]
    [InlineData("https://auth.example.com?x=1")]
    [InlineData("https://auth.example.com#x")]
    [InlineData("https://user@auth.example.com")]
    [InlineData("")]
    public void An_issuer_that_cannot_be_asked_safely_stops_the_start(string issuer) =>
        Assert.Throws<ArgumentException>(() => new RemoteAuthorizationServer(new() { Issuer = issuer }));

    private sealed class EndlessStream : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get; set; }

        public override int Read(byte[] buffer, int offset, int count)
        {
            buffer.AsSpan(offset, count).Fill((byte)' ');
            return count;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
