using System.Net;
using System.Text;
using Microsoft.Extensions.Logging;

namespace OAuth2Server.Jwt.Tests.Reading;

/// <summary>Opaque tokens, about which the authorization server is asked (RFC 7662).</summary>
public sealed class IntrospectedTokenTests : ReadingTests
{
    private const string Path = "/introspect";
    private const string Active = """
        {"active":true,"iss":"https://auth.example.com","sub":"alice","client_id":"app","scope":"a b",
         "token_type":"Bearer","exp":1767229200,"iat":1767225600,"jti":"t1",
         "aud":["https://photos.example.com/api"],"username":"Alice"}
        """;

    private readonly ScriptedServer _server;

    public IntrospectedTokenTests() => _server = new(Issuer) { [Path] = Active };

    private static IntrospectionOptions Settings => new() { ClientId = "photo api", ClientSecret = "a+b:c%" };

    public static TheoryData<string> WrongAnswers =>
    [
        """{"active":false}""", """{"active":false,"sub":"alice"}""",
        Active.Replace("\"iss\":\"https://auth.example.com\"", "\"iss\":\"https://attacker.example\""),
        Active.Replace("\"iss\":\"https://auth.example.com\"", "\"iss\":7"),
        Active.Replace("\"Bearer\"", "\"DPoP\""), Active.Replace("\"Bearer\"", "1"), Active.Replace("\"Bearer\"", "\"N_A\""),
        Active.Replace("\"username\"", "\"cnf\""), Active.Replace("\"username\":\"Alice\"", "\"token_use\":\"refresh_token\""),
        Active.Replace("1767229200", "1"), Active.Replace("1767229200", "\"x\""), Active.Replace("1767229200", "1e400"),
        Active.Replace("\"iat\"", "\"nbf\"").Replace("1767225600", "1900000000"), Active.Replace("\"a b\"", "[\"a\"]"),
        Active.Replace("\"a b\"", "\"a\\u0000\""), Active.Replace("\"alice\"", "1"), Active.Replace("\"app\"", "{}"),
        Active.Replace("[\"https://photos.example.com/api\"]", "[]"), Active.Replace("[\"https://photos.example.com/api\"]", "[1]"),
        Active.Replace("[\"https://photos.example.com/api\"]", "{}"), Active.Replace("\"aud\"", "\"other\""),
    ];

    public static TheoryData<string> UnreadableAnswers =>
    [
        "", "x", "[]", "{}", """{"active":"true"}""", """{"active":1}""", """{"active":null}""", """{"active":true,"active":false}""",
        """{"active":true,"sub":"\uD800"}""", """{"active":true,"x":""" + new string('[', 5000) + "}",
        """{"active":true,"x":"aaa""",
    ];

    [Fact]
    [RfcSection("RFC 7662", "2.2")]
    public async Task An_active_token_is_read_with_its_members()
    {
        var token = await AcceptAsync(Start(_server, Settings), "opaque");
        Assert.Equal("t1", token.Id);
        Assert.Equal("alice", token.Authorization.Subject);
        Assert.Equal("app", token.Authorization.ClientId);
        Assert.Equal(TestIssuer.Name, token.Authorization.Issuer);
        Assert.Equal(Scope.Of("a", "b"), token.Scope);
        Assert.Equal([TestIssuer.Resource], token.Audience);
        Assert.Equal(TestIssuer.Now.AddHours(1), token.ExpiresAt);
        Assert.Equal("Alice", token.Properties["username"]);
    }

    [Fact]
    [RfcSection("RFC 7662", "2.1")]
    [RfcSection("RFC 6749", "2.3.1")]
    public async Task The_request_authenticates_with_form_encoded_credentials_in_the_header()
    {
        string? body = null, authorization = null;
        _server.AnswerAsync(Path, async (request, ct) =>
        {
            (body, authorization) = (await request.Content!.ReadAsStringAsync(ct), request.Headers.Authorization?.ToString());
            return ScriptedServer.Json(Active);
        });
        await AcceptAsync(Start(_server, Settings), "a+b/c=");
        Assert.Equal("token=a%2Bb%2Fc%3D&token_type_hint=access_token", body);
        Assert.Equal("Basic " + Convert.ToBase64String(Encoding.ASCII.GetBytes("photo%20api:a%2Bb%3Ac%25")), authorization);
    }

    [Theory]
    [MemberData(nameof(WrongAnswers))]
    [RfcSection("RFC 7662", "2.2")]
    [RfcSection("RFC 7662", "4")]
    public async Task A_token_that_is_not_active_or_not_a_bearer_token_for_here_is_refused(string answer)
    {
        _server[Path] = answer;
        var error = await RefuseAsync(Start(_server, Settings), "opaque");
        Assert.NotNull(error.Rule);
    }

    [Theory]
    [MemberData(nameof(UnreadableAnswers))]
    [RfcSection("RFC 7662", "2.2")]
    public async Task An_answer_that_cannot_be_read_is_a_failure_of_the_server(string answer)
    {
        _server[Path] = answer;
        var error = await RefuseAsync(Start(_server, Settings), "opaque", 503);
        Assert.Equal("Retry-After", Assert.Single(error.Headers).Key);
    }

    [Fact]
    public async Task An_answer_of_another_type_or_too_large_is_a_failure_of_the_server()
    {
        _server.Answer(Path, _ => ScriptedServer.Json(Active, "text/plain"));
        await RefuseAsync(Start(_server, Settings), "opaque", 503);
        _server[Path] = Active.Replace("Alice", new string('a', 70_000));
        await RefuseAsync(Start(_server, Settings), "opaque", 503);
    }

    [Fact]
    public async Task An_answer_is_used_again_for_its_time_and_not_beyond_the_expiry()
    {
        var reader = Start(_server, Settings);
        await AcceptAsync(reader, "opaque");
        Clock.Advance(TimeSpan.FromSeconds(29));
        await AcceptAsync(reader, "opaque");
        Assert.Equal(1, _server.Count(Path));
        Clock.Advance(TimeSpan.FromSeconds(1));
        await AcceptAsync(reader, "opaque");
        Assert.Equal(2, _server.Count(Path));

        Clock.Advance(TestIssuer.Now.AddHours(1).AddSeconds(-2) - Clock.GetUtcNow());
        await AcceptAsync(reader, "opaque");
        Clock.Advance(TimeSpan.FromSeconds(2));
        _server[Path] = """{"active":false}""";
        await RefuseAsync(reader, "opaque");
        Assert.Equal(4, _server.Count(Path));
    }

    [Fact]
    public async Task A_revoked_token_is_refused_after_the_time_of_the_cache()
    {
        var reader = Start(_server, Settings);
        await AcceptAsync(reader, "opaque");
        _server[Path] = """{"active":false}""";
        Clock.Advance(TimeSpan.FromSeconds(30));
        await RefuseAsync(reader, "opaque");
    }

    [Fact]
    public async Task Without_a_cache_every_request_asks()
    {
        var settings = Settings;
        settings.CacheFor = TimeSpan.Zero;
        var reader = Start(_server, settings);
        for (var i = 0; i < 3; i++) await AcceptAsync(reader, "opaque");
        _server[Path] = """{"active":false}""";
        await RefuseAsync(reader, "opaque");
        await RefuseAsync(reader, "opaque");
        Assert.Equal(5, _server.Count(Path));
    }

    [Fact]
    public async Task A_refusal_is_kept_for_five_seconds()
    {
        _server[Path] = """{"active":false}""";
        var reader = Start(_server, Settings);
        await RefuseAsync(reader, "opaque");
        Clock.Advance(TimeSpan.FromSeconds(4.9));
        await RefuseAsync(reader, "opaque");
        Assert.Equal(1, _server.Count(Path));
        _server[Path] = Active;
        Clock.Advance(TimeSpan.FromSeconds(0.1));
        await AcceptAsync(reader, "opaque");
    }

    [Fact]
    public async Task A_flood_of_invented_tokens_pushes_no_valid_one_out()
    {
        _server.AnswerAsync(Path, async (request, ct) => ScriptedServer.Json(
            (await request.Content!.ReadAsStringAsync(ct)).Contains("opaque", StringComparison.Ordinal) ? Active : """{"active":false}"""));
        var reader = Start(_server, Settings);
        await AcceptAsync(reader, "opaque");
        for (var i = 0; i < 12_000; i++) await reader.ReadAsync(new($"invented{i}"), Context(), Ct);
        var before = _server.Count(Path);
        await AcceptAsync(reader, "opaque");
        Assert.Equal(before, _server.Count(Path));
    }

    [Fact]
    public async Task Requests_with_one_token_at_the_same_time_cause_one_call_that_no_request_can_cancel()
    {
        var open = new TaskCompletionSource();
        _server.AnswerAsync(Path, async (_, ct) =>
        {
            await open.Task.WaitAsync(ct);
            return ScriptedServer.Json(Active);
        });
        var reader = Start(_server, Settings);
        await AbandonAsync(reader, "opaque");
        var others = Enumerable.Range(0, 50).Select(_ => AcceptAsync(reader, "opaque")).ToArray();
        open.SetResult();
        await Task.WhenAll(others);
        Assert.Equal(1, _server.Count(Path));
    }

    [Fact]
    public async Task While_the_server_is_away_a_new_token_gets_503_and_a_known_one_is_accepted()
    {
        var reader = Start(_server, Settings);
        await AcceptAsync(reader, "opaque");
        _server.IsAway = true;
        await AcceptAsync(reader, "opaque");
        for (var i = 0; i < 10; i++) await RefuseAsync(reader, $"new{i}", 503);
        Assert.Single(Log.All, line => line.Level == LogLevel.Error);
        Clock.Advance(TimeSpan.FromSeconds(30));
        await RefuseAsync(reader, "opaque", 503);
        _server.IsAway = false;
        await AcceptAsync(reader, "opaque");
    }

    [Theory]
    [InlineData(HttpStatusCode.Unauthorized)]
    [InlineData(HttpStatusCode.Forbidden)]
    [RfcSection("RFC 7662", "2.3")]
    public async Task Wrong_credentials_of_the_resource_server_are_said_in_the_log(HttpStatusCode status)
    {
        _server.Answer(Path, _ => new(status));
        await RefuseAsync(Start(_server, Settings), "opaque", 503);
        var line = Assert.Single(Log.All, line => line.Level == LogLevel.Error);
        Assert.Contains("Introspection.ClientId", line.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("a+b:c%", line.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_time_that_the_server_asks_for_is_passed_on()
    {
        _server.Answer(Path, _ => new(HttpStatusCode.TooManyRequests) { Headers = { RetryAfter = new(TimeSpan.FromSeconds(17)) } });
        Assert.Equal("17", Assert.Single((await RefuseAsync(Start(_server, Settings), "opaque", 503)).Headers).Value);
    }

    [Fact]
    public async Task A_JWT_access_token_is_verified_with_the_keys_and_every_other_token_by_introspection()
    {
        var reader = Start(_server, Settings);
        await AcceptAsync(reader, Issuer.Token());
        Assert.Equal(0, _server.Count(Path));
        await AcceptAsync(reader, Issuer.WithHeader(("typ", "JWT")));
        await AcceptAsync(reader, "a.b.c");
        Assert.Equal(2, _server.Count(Path));
        await RefuseAsync(reader, Issuer.WithHeader(("alg", "none")));
        Assert.Equal(2, _server.Count(Path));
    }

    [Fact]
    public async Task JWTs_are_asked_about_where_revocation_must_take_effect()
    {
        var reader = Start(_server, Settings, ask: true);
        await AcceptAsync(reader, Issuer.Token());
        Assert.Equal(1, _server.Count(Path));
        Assert.Equal(0, _server.Count("/jwks"));
    }

    [Fact]
    public async Task Without_an_audience_a_token_is_accepted_only_where_that_is_allowed_and_it_cannot_be_a_refresh_token()
    {
        _server[Path] = """{"active":true,"client_id":"app","token_type":"bearer"}""";
        Assert.Contains("RequireAudience", (await RefuseAsync(Start(_server, Settings), "opaque")).Detail, StringComparison.Ordinal);
        var settings = Settings;
        settings.RequireAudience = false;
        var reader = Start(_server, settings);
        Assert.Empty((await AcceptAsync(reader, "opaque")).Audience);
        _server[Path] = """{"active":true,"client_id":"app"}""";
        await RefuseAsync(reader, "refresh");
    }

    [Fact]
    public async Task Another_issuer_without_introspection_endpoint_is_a_failure_that_the_log_explains()
    {
        _server[ScriptedServer.MetadataPath] = """{"issuer":"https://auth.example.com","jwks_uri":"https://auth.example.com/jwks"}""";
        await RefuseAsync(Start(_server, Settings), "opaque", 503);
        Assert.Contains(Log.All, line => line.Text.Contains("introspection_endpoint", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Nothing_secret_is_logged()
    {
        _server.Answer(Path, _ => new(HttpStatusCode.BadGateway));
        await RefuseAsync(Start(_server, Settings), "opaque-secret", 503);
        Assert.NotEmpty(Log.All);
        Assert.All(Log.All, line => Assert.DoesNotContain("opaque-secret", line.Text, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("", "s", 30)]
    [InlineData("c", "", 30)]
    [InlineData("c", "s", -1)]
    [InlineData("c", "s", 301)]
    public void Wrong_settings_stop_the_start(string id, string secret, int seconds)
    {
        var settings = new IntrospectionOptions { ClientId = id, ClientSecret = secret, CacheFor = TimeSpan.FromSeconds(seconds) };
        Assert.Throws<ArgumentException>(() => Start(_server, settings));
    }
}
