using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Time.Testing;
using OAuth2Server.Jwt.Tests.Reading;

namespace OAuth2Server.AspNetCore.Tests.Bearer;

/// <summary>An API whose authorization server is another process.</summary>
public sealed class RemoteBearerTests
{
    private readonly FakeTimeProvider _clock = new(TestIssuer.Now);
    private readonly TestIssuer _issuer = new();

    private void Remote(OAuth2BearerOptions options, ScriptedServer server, string authority = TestIssuer.Name)
    {
        (options.Authority, options.Resource, options.BackchannelHttpHandler) = (authority, TestIssuer.Resource, server);
        options.AddAcceptedScopesHeader = true;
    }

    [Fact]
    public async Task The_request_that_meets_a_rotated_key_is_answered()
    {
        var next = new TestIssuer(keyId: "k2");
        var server = new ScriptedServer(_issuer);
        await using var api = await Api.StartAsync(_clock, a => a.AddOAuth2Bearer(o => Remote(o, server)));
        (await api.BearerAsync("/a", _issuer.Token())).MustBe(200);
        server.Publish(next, _issuer);
        _clock.Advance(TimeSpan.FromSeconds(10));
        (await api.BearerAsync("/a", next.Token())).MustBe(200);
    }

    [Fact]
    public async Task While_the_authorization_server_is_away_the_answer_is_503_with_a_time_and_without_a_challenge()
    {
        using var log = new CapturedLog();
        var server = new ScriptedServer(_issuer) { IsAway = true };
        await using var api = await Api.StartAsync(_clock, a => a.AddOAuth2Bearer(o => Remote(o, server)), log: log);
        var token = _issuer.Token();
        for (var i = 0; i < 5; i++)
        {
            var answer = (await api.BearerAsync("/a", token)).MustRefuseBearer("temporarily_unavailable", 503);
            Assert.NotNull(answer.Header("Retry-After"));
        }
        Assert.Single(log.Events, e => e.Event == "AuthorizationServerUnavailable");
        Assert.All(log.Everything, line => Assert.DoesNotContain(token, line, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_log_names_the_rule_that_the_answer_does_not()
    {
        using var log = new CapturedLog();
        await using var api = await Api.StartAsync(
            _clock, a => a.AddOAuth2Bearer(o => Remote(o, new ScriptedServer(_issuer))), log: log);
        var answer = (await api.BearerAsync("/a", _issuer.WithHeader(("typ", "JWT")))).MustRefuseBearer("invalid_token", 401);
        Assert.DoesNotContain("typ", answer.Text, StringComparison.Ordinal);
        Assert.Contains(log.Everything, line => line.Contains("RFC 9068 §4", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_scheme_of_another_name_works_with_RequireScope()
    {
        await using var api = await Api.StartAsync(
            _clock, a => a.AddOAuth2Bearer("internal", o => Remote(o, new ScriptedServer(_issuer))));
        var answer = (await api.BearerAsync("/a", _issuer.Token())).MustBe(200);
        Assert.Contains("internal", answer.Text, StringComparison.Ordinal);
        Assert.Equal("a", answer.Header("X-Accepted-OAuth-Scopes"));
        (await api.BearerAsync("/group/c", _issuer.Token())).MustRefuseBearer("insufficient_scope", 403);
        (await api.GetAsync("/a")).MustBe(401);
    }

    [Fact]
    public async Task Of_two_issuers_the_tokens_of_each_are_accepted_and_a_policy_may_name_one()
    {
        const string Other = "https://other.example.com";
        var second = new TestIssuer();
        var server = new ScriptedServer(second)
        {
            [ScriptedServer.MetadataPath] = TestIssuer.Metadata(Other, Other + "/jwks"),
        };
        await using var api = await Api.StartAsync(
            _clock,
            a =>
            {
                a.AddOAuth2Bearer(o => Remote(o, new ScriptedServer(_issuer))).AddOAuth2Bearer("other", o => Remote(o, server, Other));
                a.Services.AddAuthorizationBuilder().AddPolicy("other only", p => p.AddAuthenticationSchemes("other").RequireScope("a"));
            },
            app => app.MapGet("/other", () => "other").RequireAuthorization("other only"));
        var (one, two) = (_issuer.Token(), second.Token(("iss", Other)));
        (await api.BearerAsync("/a", one)).MustBe(200);
        (await api.BearerAsync("/a", two)).MustBe(200);
        (await api.BearerAsync("/other", two)).MustBe(200);
        var refused = (await api.BearerAsync("/other", one)).MustRefuseBearer("invalid_token", 401);
        Assert.StartsWith("Bearer realm=\"https://other.example.com\"", refused.Header("WWW-Authenticate"), StringComparison.Ordinal);
        Assert.EndsWith(", scope=\"a\"", refused.Header("WWW-Authenticate"), StringComparison.Ordinal);
        (await api.BearerAsync("/a", "x")).MustRefuseBearer("invalid_token", 401);
        (await api.BearerAsync("/group/c", two)).MustBe(403);
        server.IsAway = true;
        _clock.Advance(TimeSpan.FromHours(3));
        (await api.BearerAsync("/a", two)).MustRefuseBearer("temporarily_unavailable", 503);
    }

    [Fact]
    public async Task A_scheme_beside_a_server_in_this_process_has_an_issuer_of_its_own()
    {
        await using var api = await Api.StartAsync(_clock, a =>
        {
            a.Services.AddOAuth2Server(new InMemoryModel(_clock), o => o.Issuer = "https://here.example.com");
            a.AddOAuth2Bearer(o => Remote(o, new ScriptedServer(_issuer)));
        });
        (await api.BearerAsync("/a", _issuer.Token())).MustBe(200);
    }

    [Fact]
    public async Task The_token_with_its_other_claims_is_a_feature_of_the_request()
    {
        string? level = null;
        await using var api = await Api.StartAsync(
            _clock,
            a => a.AddOAuth2Bearer(o => Remote(o, new ScriptedServer(_issuer))),
            app => app.MapGet("/level", (HttpContext http) =>
                { level = http.Features.Get<AccessToken>()!.Properties["acr"]; }).RequireScope());
        (await api.BearerAsync("/level", _issuer.Token(("acr", "high")))).MustBe(200);
        Assert.Equal("high", level);
    }

    [Fact]
    public async Task A_policy_of_scopes_of_the_application_decides_about_remote_tokens_too()
    {
        await using var api = await Api.StartAsync(_clock, a =>
        {
            a.Services.AddScoped<IScopeVerifier, Generous>();
            a.AddOAuth2Bearer(o => Remote(o, new ScriptedServer(_issuer)));
        });
        (await api.BearerAsync("/group/c", _issuer.Token())).MustBe(200);
    }

    [Theory]
    [InlineData("http://auth.example.com", TestIssuer.Resource, "Authority")]
    [InlineData("not a url", TestIssuer.Resource, "Authority")]
    [InlineData(TestIssuer.Name, null, "Resource")]
    [InlineData(TestIssuer.Name, "photos", "Resource")]
    [InlineData(TestIssuer.Name, "https://photos.example.com/#x", "Resource")]
    [InlineData(null, TestIssuer.Resource, "Introspection needs Authority")]
    public async Task Settings_that_are_wrong_stop_the_start_and_are_named(string? authority, string? resource, string named)
    {
        var failure = await Assert.ThrowsAnyAsync<Exception>(() => Api.StartAsync(_clock, a => a.AddOAuth2Bearer(o =>
        {
            (o.Authority, o.Resource) = (authority, resource);
            if (authority is null) o.Introspection = new() { ClientId = "a", ClientSecret = "b" };
        })));
        Assert.Contains(named, failure.ToString(), StringComparison.Ordinal);
    }

    private sealed class Generous : IScopeVerifier
    {
        public ValueTask<bool> VerifyScopeAsync(AccessToken token, Scope required, OAuthContext context, CancellationToken ct) => new(true);
    }
}
