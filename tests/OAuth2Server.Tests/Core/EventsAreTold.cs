using Microsoft.Extensions.Logging;

namespace OAuth2Server.Tests.Core;

/// <summary>Each event is sent once, in order, also when a handler fails.</summary>
public abstract class EventsAreTold<T> : ProtocolTests<T> where T : ITransport
{
    private readonly RecordedEvents _told = new();

    private TestServer StartTold(Action<Setup>? configure = null) => Start(s =>
    {
        s.Events.Add(_told);
        configure?.Invoke(s);
    });

    [Fact]
    public async Task A_session_is_one_authorization_from_its_code_to_its_last_refresh()
    {
        var server = StartTold();
        var issued = await server.IssueAsync();
        (await server.RefreshAsync(issued.RefreshToken)).MustIssue();
        (await server.RefreshAsync(issued.RefreshToken)).MustIssue();

        var code = Assert.Single(_told.All.OfType<OAuthEvent.CodeIssued>());
        Assert.Equal(("alice", Scope.Of("a", "b")), (code.Subject, code.Scope));
        var tokens = _told.All.OfType<OAuthEvent.TokenIssued>().ToArray();
        Assert.Equal(["authorization_code", "refresh_token"], tokens.Select(t => t.GrantType));
        Assert.All(tokens, token =>
            Assert.Equal((code.AuthorizationId, "alice", Scope.Of("a", "b")), (token.AuthorizationId, token.Subject, token.Scope)));
        Assert.All(_told.All, e => Assert.Equal(("app", Known.Issuer, server.Clock.GetUtcNow()), (e.ClientId, e.Issuer, e.At)));
        Assert.All(_told.All, e => Assert.NotEmpty(e.CorrelationId));
        Assert.Equal("CodeIssued > TokenIssued > TokenIssued > AnswerRepeated", _told.Take());
    }

    [Fact]
    public async Task A_client_that_acts_for_itself_has_no_subject()
    {
        var server = StartTold();
        (await server.TokenAsync(Known.ClientCredentials, Known.WebBasic)).MustIssue();
        var issued = Assert.IsType<OAuthEvent.TokenIssued>(Assert.Single(_told.All));
        Assert.Equal(("web", null, "client_credentials"), (issued.ClientId, issued.Subject, issued.GrantType));
    }

    [Fact]
    public async Task A_refusal_names_the_endpoint_the_error_and_the_rule()
    {
        var server = StartTold();
        (await server.TokenAsync(Known.ClientCredentials, Known.Basic("web", "wrong-secret"))).MustRefuse("invalid_client", 401);
        (await server.TokenAsync(Known.Redemption("unknown"))).MustRefuse("invalid_grant");
        await server.AuthorizeAsync(Known.Authorization.With("scope", "z"));

        var refused = _told.All.Cast<OAuthEvent.RequestRefused>().Select(r => (r.Endpoint, r.Error, r.Rule, r.ClientId));
        Assert.Equal(
            [
                ("token", "invalid_client", "RFC 6749 §2.3.1", "web"),
                ("token", "invalid_grant", "RFC 6749 §4.1.3", "app"),
                ("authorization", "invalid_scope", "RFC 6749 §3.3", "app"),
            ],
            refused);
    }

    [Fact]
    public async Task A_denial_is_told_as_one()
    {
        var server = StartTold();
        await server.AuthorizeAsync(Known.Authorization, ScriptedConsent.Denied);
        Assert.Equal("AuthorizationDenied", _told.Take());
    }

    [Fact]
    public async Task The_end_of_an_authorization_is_told_with_its_reason_before_the_refusal()
    {
        var server = StartTold();
        var code = await server.CodeAsync();
        (await server.TokenAsync(Known.Redemption(code))).MustIssue();
        (await server.TokenAsync(Known.Redemption(code))).MustRefuse("invalid_grant");
        var family = _told.All.OfType<OAuthEvent.CodeIssued>().Single().AuthorizationId;
        var revoked = _told.All.OfType<OAuthEvent.AuthorizationRevoked>().Single();
        Assert.Equal((family, RevocationReason.CodeReused, "app"), (revoked.AuthorizationId, revoked.Reason, revoked.ClientId));
        Assert.Equal("CodeIssued > TokenIssued > AuthorizationRevoked > RequestRefused", _told.Take());

        var issued = await server.IssueAsync();
        (await server.RefreshAsync(issued.RefreshToken)).MustIssue();
        server.Clock.Advance(TimeSpan.FromSeconds(10));
        (await server.RefreshAsync(issued.RefreshToken)).MustRefuse("invalid_grant");
        Assert.Equal(RevocationReason.RefreshTokenReused, _told.All.OfType<OAuthEvent.AuthorizationRevoked>().Single().Reason);
        Assert.Equal("CodeIssued > TokenIssued > TokenIssued > AuthorizationRevoked > RequestRefused", _told.Take());
    }

    [Fact]
    public async Task What_a_client_gives_up_is_told()
    {
        var server = StartTold();
        var issued = await server.IssueAsync();
        var token = _told.All.OfType<OAuthEvent.TokenIssued>().Single();
        _told.Take();

        (await server.RevokeAsync([("token", issued.AccessToken), ("client_id", "app")])).MustBe(200);
        var revoked = Assert.IsType<OAuthEvent.TokenRevoked>(Assert.Single(_told.All));
        Assert.Equal((token.TokenId, token.AuthorizationId, "app"), (revoked.TokenId, revoked.AuthorizationId, revoked.ClientId));
        _told.Take();

        (await server.RevokeAsync([("token", issued.RefreshToken), ("client_id", "app")])).MustBe(200);
        var ended = Assert.IsType<OAuthEvent.AuthorizationRevoked>(Assert.Single(_told.All));
        Assert.Equal((token.AuthorizationId, RevocationReason.ByClient), (ended.AuthorizationId, ended.Reason));
        _told.Take();

        (await server.RevokeAsync([("token", "unknown"), ("client_id", "app")])).MustBe(200);
        Assert.Empty(_told.All);
    }

    [Fact]
    public async Task A_devices_way_is_told_and_the_second_use_of_its_code_ends_it()
    {
        var server = StartTold();
        var codes = await server.AuthorizeDeviceAsync();
        (await server.PollAsync(codes.DeviceCode)).MustRefuse("authorization_pending");
        Assert.Empty(_told.All);
        server.Clock.Advance(TimeSpan.FromSeconds(10));
        Assert.Empty(await server.AnswerDeviceAsync(codes.UserCode));
        var allowed = Assert.IsType<OAuthEvent.DeviceAllowed>(Assert.Single(_told.All));
        (await server.PollAsync(codes.DeviceCode)).MustIssue();
        Assert.Equal(allowed.AuthorizationId, _told.All.OfType<OAuthEvent.TokenIssued>().Single().AuthorizationId);
        server.Clock.Advance(TimeSpan.FromSeconds(10));
        (await server.PollAsync(codes.DeviceCode)).MustRefuse("invalid_grant");
        var revoked = _told.All.OfType<OAuthEvent.AuthorizationRevoked>().Select(r => (r.AuthorizationId, r.Reason)).Single();
        Assert.Equal((allowed.AuthorizationId, RevocationReason.DeviceCodeReused), revoked);
        Assert.Equal("DeviceAllowed > TokenIssued > AuthorizationRevoked > RequestRefused", _told.Take());

        Assert.Empty(await server.AnswerDeviceAsync((await server.AuthorizeDeviceAsync()).UserCode, ScriptedConsent.Denied));
        Assert.Equal("AuthorizationDenied", _told.Take());
    }

    [Fact]
    public async Task A_failure_of_the_model_is_told_as_a_refusal()
    {
        var server = StartTold(s => s.Policies = new() { ScopeValidator = new FailingScopes() });
        (await server.TokenAsync(Known.ClientCredentials, Known.WebBasic)).MustRefuse("server_error", 500);
        Assert.Equal("server_error", Assert.IsType<OAuthEvent.RequestRefused>(Assert.Single(_told.All)).Error);
    }

    [Fact]
    public async Task Bearer_tokens_are_no_events()
    {
        var server = StartTold();
        (await server.BearerAsync("unknown")).MustBe(401);
        Assert.Empty(_told.All);
    }

    [Fact]
    public async Task Handlers_are_told_in_their_order_and_one_that_throws_changes_nothing()
    {
        using var log = new CapturedLog();
        var order = new List<string>();
        var server = Start(s =>
        {
            s.Logging = log;
            s.Events.Add(new Handler(() => order.Add("first")));
            s.Events.Add(new Handler(() => throw new InvalidOperationException("The audit table is full.")));
            s.Events.Add(new Handler(() => order.Add("last")));
        });
        (await server.TokenAsync(Known.ClientCredentials, Known.WebBasic)).MustIssue();
        (await server.TokenAsync([], Known.WebBasic)).MustRefuse("invalid_request");
        Assert.Equal(["first", "last", "first", "last"], order);
        Assert.Equal(2, log.Events.Count(e => e == (LogLevel.Error, "HandlerFailed")));
    }

    private sealed class Handler(Action told) : IOAuthEvents
    {
        public async ValueTask OnAsync(OAuthEvent e)
        {
            await Task.Yield();
            told();
        }
    }
}
