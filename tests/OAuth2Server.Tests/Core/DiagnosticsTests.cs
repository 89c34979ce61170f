using System.Diagnostics;

namespace OAuth2Server.Tests.Core;

/// <summary>What metrics and activities say of each endpoint, and what they never say.</summary>
public sealed class DiagnosticsTests : ProtocolTests<InProcess>, IDisposable
{
    private const string Issued = "oauth2server.tokens.issued";
    private const string Refused = "oauth2server.requests.refused";
    private const string Duration = "oauth2server.request.duration";

    private readonly CapturedTelemetry _seen = new();

    public void Dispose() => _seen.Dispose();

    [Fact]
    public async Task Issued_tokens_are_counted_by_grant_type()
    {
        var server = Start();
        var issued = await server.IssueAsync();
        Assert.Equal(["1 oauth2.grant_type=authorization_code"], _seen.Take(Issued));
        await server.RefreshAsync(issued.RefreshToken);
        Assert.Equal(["1 oauth2.grant_type=refresh_token"], _seen.Take(Issued));
        await server.TokenAsync([("grant_type", TicketGrant.Name), ("ticket", "for-bob")], Known.WebBasic);
        Assert.Equal(["1 oauth2.grant_type=urn:example:ticket"], _seen.Take(Issued));
    }

    [Fact]
    public async Task A_repeated_answer_is_no_token()
    {
        var server = Start();
        var issued = await server.IssueAsync();
        await server.RefreshAsync(issued.RefreshToken);
        _seen.Take(Issued);
        (await server.RefreshAsync(issued.RefreshToken)).MustIssue();
        Assert.Empty(_seen.Take(Issued));
    }

    [Fact]
    public async Task Refusals_are_counted_by_endpoint_grant_error_and_rule()
    {
        var server = Start();
        await server.TokenAsync(Known.ClientCredentials, Known.Basic("web", "wrong-secret"));
        Assert.Equal(
            ["1 error.type=invalid_client oauth2.endpoint=token oauth2.grant_type=client_credentials oauth2.rule=RFC 6749 §2.3.1"],
            _seen.Take(Refused));
        await server.TokenAsync([("grant_type", TicketGrant.Name), ("ticket", "torn")], Known.WebBasic);
        Assert.Equal([$"1 error.type=ticket_torn oauth2.endpoint=token oauth2.grant_type={TicketGrant.Name}"], _seen.Take(Refused));
        await server.AuthorizeAsync(Known.Authorization.With("redirect_uri", "https://evil.example/cb"));
        Assert.Equal(["1 error.type=invalid_request oauth2.endpoint=authorization oauth2.rule=RFC 6749 §3.1.2.4"], _seen.Take(Refused));
        await server.AuthorizeAsync(Known.Authorization, ScriptedConsent.Denied);
        Assert.Equal(["1 error.type=access_denied oauth2.endpoint=completion oauth2.rule=RFC 6749 §4.1.2.1"], _seen.Take(Refused));
        await server.BearerAsync("unknown");
        Assert.Equal(["1 error.type=invalid_token oauth2.endpoint=resource oauth2.rule=RFC 6750 §3.1"], _seen.Take(Refused));
    }

    [Fact]
    public async Task A_request_without_a_token_is_no_refusal()
    {
        var server = Start();
        await server.SendAsync(new(Endpoint.Resource, "GET"));
        Assert.Empty(_seen.Take(Refused));
        await server.SendAsync(new(Endpoint.Resource, "GET"));
        Assert.Equal(["0 error.type=unauthenticated oauth2.endpoint=resource"], _seen.Take(Duration));
    }

    [Fact]
    public async Task Durations_are_seconds_of_the_one_clock()
    {
        var server = Start(s => s.Model = new DelegatingModel(s.Store)
        {
            OnCall = name => s.Clock.Advance(TimeSpan.FromSeconds(name == "saveToken" ? 2.5 : 0)),
        });
        await server.TokenAsync(Known.ClientCredentials, Known.WebBasic);
        Assert.Equal(["2.5 oauth2.endpoint=token oauth2.grant_type=client_credentials"], _seen.Take(Duration));
        var code = await server.CodeAsync();
        Assert.Equal(["0 oauth2.endpoint=authorization", "0 oauth2.endpoint=completion"], _seen.Take(Duration));
        var issued = (await server.TokenAsync(Known.Redemption(code))).MustIssue();
        _seen.Take(Duration);
        await server.BearerAsync(issued.AccessToken);
        Assert.Equal(["0 oauth2.endpoint=resource"], _seen.Take(Duration));
    }

    [Fact]
    public async Task What_a_stranger_writes_makes_no_tag_value()
    {
        var server = Start();
        foreach (var invented in new[] { "invented-1", "client_credentials ", "PASSWORD", "" })
            await server.TokenAsync([("grant_type", invented), ("client_id", invented), ("scope", invented)], Known.WebBasic);
        await server.TokenAsync([("grant_type", "invented-2"), ("client_id", "invented-3")]);
        await server.AuthorizeAsync(Known.Authorization.With("client_id", "invented-4").With("response_type", "invented-5"));
        Assert.DoesNotContain(_seen.Tags, tag => $"{tag.Value}".Contains("invented", StringComparison.Ordinal));
        Assert.Equal(["other"], _seen.Tags.Where(tag => tag.Key == "oauth2.grant_type").Select(tag => tag.Value).Distinct());
    }

    [Fact]
    public async Task A_refused_client_is_counted_under_the_grant_type_that_it_asked_for()
    {
        await Start().TokenAsync(Known.ClientCredentials, Known.Basic("web", "wrong-secret"));
        Assert.Equal(["0 error.type=invalid_client oauth2.endpoint=token oauth2.grant_type=client_credentials"], _seen.Take(Duration));
    }

    [Fact]
    public async Task Each_call_is_an_activity_that_names_the_client()
    {
        var server = Start();
        await server.TokenAsync(Known.ClientCredentials, Known.WebBasic);
        await server.TokenAsync(Known.Redemption("unknown"));
        Assert.Equal(["oauth2.token", "oauth2.token"], _seen.Activities.Select(a => a.OperationName));
        Assert.Equal(
        [
            "oauth2.client_id=web oauth2.endpoint=token oauth2.grant_type=client_credentials",
            "error.type=invalid_grant oauth2.client_id=app oauth2.endpoint=token oauth2.grant_type=authorization_code",
        ], _seen.Activities.Select(a => CapturedTelemetry.Text(a.TagObjects)));
        // A refusal is the caller's mistake.
        Assert.All(_seen.Activities, a => Assert.Equal(ActivityStatusCode.Unset, a.Status));
    }

    [Fact]
    public async Task A_failure_is_an_error_without_the_exceptions_text()
    {
        var server = Start(s => s.Policies = new() { ScopeValidator = new FailingScopes() });
        await server.TokenAsync(Known.ClientCredentials, Known.WebBasic);
        var activity = Assert.Single(_seen.Activities);
        Assert.Equal((ActivityStatusCode.Error, "server_error"), (activity.Status, activity.StatusDescription));
        Assert.Empty(activity.Events);
        Assert.Equal(["1 error.type=server_error oauth2.endpoint=token oauth2.grant_type=client_credentials"], _seen.Take(Refused));
    }

    [Fact]
    public async Task A_call_that_the_client_did_not_wait_for_is_cancelled()
    {
        using var hungUp = new CancellationTokenSource();
        var setup = new Setup();
        setup.Model = new DelegatingModel(setup.Store)
        {
            OnCall = _ =>
            {
                hungUp.Cancel();
                hungUp.Token.ThrowIfCancellationRequested();
            },
        };
        var server = setup.Server();
        var request = Records.Context(parameters: [("grant_type", "refresh_token"), ("client_id", "app")]).Request;
        await Assert.ThrowsAsync<OperationCanceledException>(async () => await server.TokenAsync(request, hungUp.Token));
        Assert.Empty(_seen.Take(Refused));
        Assert.Equal("cancelled", Assert.Single(_seen.Activities).GetTagItem("error.type"));
    }

    [Fact]
    public async Task An_issued_token_is_told_although_the_client_hung_up()
    {
        using var hungUp = new CancellationTokenSource();
        var (setup, told) = (new Setup(), new RecordedEvents());
        setup.Model = new HangsUpAfterSaving(setup.Store, hungUp);
        setup.Events.Add(told);
        var server = setup.Server();
        Parameters form = [.. Known.ClientCredentials, ("client_id", "web"), ("client_secret", Known.WebSecret)];
        await server.TokenAsync(Records.Context(parameters: form).Request, hungUp.Token);
        Assert.True(hungUp.IsCancellationRequested);
        Assert.Equal("TokenIssued", told.Take());
    }

    private sealed class HangsUpAfterSaving(InMemoryModel inner, CancellationTokenSource client) : DelegatingModel(inner)
    {
        public override async ValueTask SaveTokenAsync(Token token, OAuthContext context, CancellationToken ct)
        {
            await base.SaveTokenAsync(token, context, ct);
            await client.CancelAsync();
        }
    }
}
