using Microsoft.Extensions.Logging;

namespace OAuth2Server.Tests.Core;

/// <summary>Every flow, good and bad, with a log that keeps everything, every tag of every metric and activity, and every event.</summary>
public abstract class NothingSecretIsLogged<T> : ProtocolTests<T> where T : ITransport
{
    private readonly CapturedLog _log = new();
    private readonly List<string> _secrets =
    [
        Known.WebSecret, Known.WebBasic.Value[6..], Known.ApiSecret, Known.ApiBasic.Value[6..],
        Known.Verifier, Known.Password, Known.State, "presented-by-a-stranger", "wrong-secret",
    ];

    [Fact]
    public async Task No_token_code_secret_verifier_password_or_state_is_logged_measured_traced_or_told()
    {
        // Of all tests that run meanwhile: none of them has a secret to tell.
        using var telemetry = CapturedTelemetry.OfAll();
        var told = new RecordedEvents();
        string? failing = null;
        var server = Start(s =>
        {
            s.Logging = _log;
            s.Events.Add(told);
            s.Model = new ExchangingModel(s.Store)
            {
                OnCall = name =>
                {
                    if (name == failing) throw new InvalidOperationException("The database is away.");
                },
            };
        });
        await AskGoodThingsAsync(server);
        await AskBadThingsAsync(server);
        await UseDeviceAsync(server);
        string[] functions = ["getClient", "getUser", "exchange", "saveAuthorizationCode", "getAccessToken", "revokeAccessToken"];
        foreach (var function in functions)
        {
            var (issued, code) = (await server.IssueAsync(), await server.CodeAsync());
            Keep(issued);
            _secrets.Add(code);
            failing = function;
            await server.RefreshAsync(issued.RefreshToken);
            await server.TokenAsync(Known.Redemption(code));
            await server.TokenAsync(Known.PasswordOfAlice, Known.WebBasic);
            await server.AuthorizeAsync(Known.Authorization);
            await server.BearerAsync(issued.AccessToken);
            await server.IntrospectAsync(issued.AccessToken);
            await server.RevokeAsync([("token", issued.AccessToken), ("client_id", "app")]);
            failing = null;
        }

        Assert.All(_secrets, secret => Assert.True(secret.Length >= 8));
        Assert.All(_log.Everything, line => Assert.All(_secrets, secret => Assert.DoesNotContain(secret, line, StringComparison.Ordinal)));
        Assert.NotEmpty(telemetry.Tags);
        Assert.All(telemetry.Tags, tag =>
            Assert.All(_secrets, secret => Assert.DoesNotContain(secret, $"{tag.Value}", StringComparison.Ordinal)));
        Assert.All(told.Texts(), text => Assert.All(_secrets, secret => Assert.DoesNotContain(secret, text, StringComparison.Ordinal)));
        string[] happened =
        [
            "AnswerRepeated", "AuthorizationDenied", "AuthorizationRevoked", "CodeIssued",
            "DeviceAllowed", "RequestRefused", "TokenIssued", "TokenRevoked",
        ];
        Assert.Equal(happened, told.All.Select(e => e.GetType().Name).Distinct().Order(StringComparer.Ordinal));
        string[] expected =
        [
            "CodeIssued", "DeviceAllowed", "DeviceCodeIssued", "Failed", "Inactive",
            "Issued", "Refused", "Repeated", "RevokedByClient", "TokenRevoked",
        ];
        Assert.Empty(expected.Except(_log.Events.Select(e => e.Event)));
    }

    [Fact]
    public async Task A_replay_and_a_reuse_are_warnings()
    {
        var server = Start(s => s.Logging = _log);
        var code = await server.CodeAsync();
        await server.TokenAsync(Known.Redemption(code));
        await server.TokenAsync(Known.Redemption(code));
        var issued = await server.IssueAsync();
        await server.RefreshAsync(issued.RefreshToken);
        server.Clock.Advance(TimeSpan.FromSeconds(10));
        await server.RefreshAsync(issued.RefreshToken);
        Assert.Equal(2, _log.Events.Count(e => e == (LogLevel.Warning, "RevokedForReuse")));
    }

    [Fact]
    public async Task A_failure_is_an_error_with_the_exception_and_the_correlation_id()
    {
        var server = Start(s =>
        {
            s.Logging = _log;
            s.Policies = new() { ScopeValidator = new FailingScopes() };
        });
        (await server.TokenAsync(Known.ClientCredentials, Known.WebBasic)).MustRefuse("server_error", 500);
        Assert.Contains((LogLevel.Error, "Failed"), _log.Events);
        Assert.Contains(_log.Everything, line => line.Contains("boom", StringComparison.Ordinal));
    }

    private async Task AskGoodThingsAsync(TestServer server)
    {
        var code = await server.CodeAsync();
        _secrets.Add(code);
        var issued = Keep((await server.TokenAsync(Known.Redemption(code))).MustIssue());
        var refreshed = Keep((await server.RefreshAsync(issued.RefreshToken)).MustIssue());
        Keep((await server.RefreshAsync(issued.RefreshToken)).MustIssue());
        Keep((await server.TokenAsync(Known.ClientCredentials, Known.WebBasic)).MustIssue());
        Keep((await server.TokenAsync(Known.PasswordOfAlice.With("client_id", "web").With("client_secret", Known.WebSecret))).MustIssue());
        Keep((await server.TokenAsync([("grant_type", TicketGrant.Name), ("ticket", "for-bob")], Known.WebBasic)).MustIssue());
        (await server.BearerAsync(refreshed.AccessToken, "a")).MustBe(200);
        (await server.BearerAsync(refreshed.AccessToken, "c")).MustBe(403);
        await server.AuthorizeAsync(Known.Authorization, ScriptedConsent.Denied);
        (await server.IntrospectAsync(refreshed.AccessToken)).MustBeActive();
        await server.RevokeAsync(refreshed.AccessToken);
        await server.RevokeAsync(refreshed.RefreshToken);
        (await server.MetadataAsync()).MustBe(200);
    }

    private async Task UseDeviceAsync(TestServer server)
    {
        var codes = await server.AuthorizeDeviceAsync();
        _secrets.AddRange([codes.DeviceCode, codes.UserCode, codes.UserCode.Replace("-", "", StringComparison.Ordinal), "WRNG-CDBT"]);
        (await server.PollAsync(codes.DeviceCode)).MustRefuse("authorization_pending");
        (await server.PollAsync(codes.DeviceCode)).MustRefuse("slow_down");
        await server.AnswerDeviceAsync("WRNG-CDBT");
        await server.AnswerDeviceAsync(codes.UserCode);
        server.Clock.Advance(TimeSpan.FromSeconds(10));
        Keep((await server.PollAsync(codes.DeviceCode)).MustIssue());
        await server.PollAsync(codes.DeviceCode);
        await server.PollAsync("presented-by-a-stranger");
    }

    private async Task AskBadThingsAsync(TestServer server)
    {
        await server.TokenAsync(Known.ClientCredentials, Known.Basic("web", "wrong-secret"));
        await server.TokenAsync(Known.ClientCredentials.With("client_secret", "wrong-secret"), Known.WebBasic);
        await server.TokenAsync(Known.PasswordOfAlice.With("password", "presented-by-a-stranger"), Known.WebBasic);
        await server.TokenAsync(Known.Redemption("presented-by-a-stranger"));
        await server.TokenAsync(Known.Redemption("presented-by-a-stranger").Also("code", "presented-by-a-stranger"));
        await server.RefreshAsync("presented-by-a-stranger");
        await server.BearerAsync("presented-by-a-stranger");
        await server.AuthorizeAsync(Known.Authorization.With("scope", "z"));
        await server.AuthorizeAsync(Known.Authorization.With("redirect_uri", "https://evil.example/presented-by-a-stranger"));
        await server.AuthorizeAsync(Known.Authorization.With("code_challenge", "presented-by-a-stranger"));

        var code = await server.CodeAsync();
        _secrets.Add(code);
        await server.TokenAsync(Known.Redemption(code).With("code_verifier", new('v', 43)));
        _secrets.Add(new('v', 43));
        var issued = Keep(await server.IssueAsync());
        Keep((await server.RefreshAsync(issued.RefreshToken)).MustIssue());
        server.Clock.Advance(TimeSpan.FromSeconds(10));
        (await server.RefreshAsync(issued.RefreshToken)).MustRefuse("invalid_grant");

        issued = Keep(await server.IssueAsync());
        await server.IntrospectAsync(issued.RefreshToken);
        await server.IntrospectAsync("presented-by-a-stranger");
        await server.IntrospectAsync([("token", issued.AccessToken), ("client_id", "api"), ("client_secret", "wrong-secret")]);
        await server.RevokeAsync("presented-by-a-stranger");
        await server.RevokeAsync([("token", issued.AccessToken)], Known.WebBasic);
        await server.RevokeAsync([("token", issued.AccessToken), ("token", "presented-by-a-stranger"), ("client_id", "app")]);
    }

    private Answer Keep(Answer issued)
    {
        _secrets.Add(issued.AccessToken);
        if (issued["refresh_token"] is { } refresh) _secrets.Add(refresh);
        return issued;
    }
}
