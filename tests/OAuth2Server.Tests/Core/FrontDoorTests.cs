namespace OAuth2Server.Tests.Core;

/// <summary>The two server classes, apart from the protocol: what they need, and what they do when a model fails or a request is
/// cancelled.</summary>
public sealed class FrontDoorTests : ProtocolTests<InProcess>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public void A_server_needs_a_model_and_options()
    {
        var setup = new Setup();
        Assert.Throws<ArgumentNullException>(() => new AuthorizationServer(null!, setup.Options, []));
        Assert.Throws<ArgumentNullException>(() => new AuthorizationServer(setup.Model, (OAuth2ServerOptions)null!, []));
        Assert.Throws<ArgumentNullException>(() => new AuthorizationServer(setup.Model, (OAuthEnvironment)null!, []));
        Assert.Throws<ArgumentNullException>(() => new ResourceServer(null!, setup.Options));
        Assert.Throws<ArgumentNullException>(() => new ResourceServer(setup.Store, (OAuth2ServerOptions)null!));
    }

    [Fact]
    public async Task A_request_is_needed()
    {
        var setup = new Setup();
        var server = setup.Server();
        await Assert.ThrowsAsync<ArgumentNullException>(async () => await server.TokenAsync(null!, Ct));
        await Assert.ThrowsAsync<ArgumentNullException>(async () => await server.AuthorizeAsync((OAuthRequest)null!, Ct));
        await Assert.ThrowsAsync<ArgumentNullException>(async () => await server.AuthorizeAsync((OAuthContext)null!, Ct));
        await Assert.ThrowsAsync<ArgumentNullException>(async () => await server.CompleteAsync(null!, new Decision.Denied(), ct: Ct));
        var resources = setup.Resources();
        await Assert.ThrowsAsync<ArgumentNullException>(async () =>
            await resources.AuthenticateAsync((OAuthRequest)null!, Scope.Empty, ct: Ct));
    }

    [Fact]
    public async Task The_request_of_a_client_that_hung_up_is_cancelled_not_answered()
    {
        using var hungUp = new CancellationTokenSource();
        await hungUp.CancelAsync();
        var setup = new Setup();
        setup.Model = new DelegatingModel(setup.Store) { OnCall = _ => hungUp.Token.ThrowIfCancellationRequested() };
        var server = setup.Server();
        var request = Records.Context(parameters: [("grant_type", "refresh_token"), ("client_id", "app")]).Request;
        await Assert.ThrowsAsync<OperationCanceledException>(async () => await server.TokenAsync(request, hungUp.Token));
        await Assert.ThrowsAsync<OperationCanceledException>(async () => await server.AuthorizeAsync(request, hungUp.Token));
    }

    [Fact]
    public async Task A_cancellation_that_is_not_the_clients_is_a_server_error()
    {
        var server = Start(s => s.Model = new DelegatingModel(s.Store)
        {
            OnCall = _ => throw new OperationCanceledException("A time limit of the model's own."),
        });
        (await server.TokenAsync(Known.ClientCredentials, Known.WebBasic)).MustRefuse("server_error", 500);
    }

    [Fact]
    public async Task A_model_that_knows_no_codes_serves_none()
    {
        var bare = new Setup();
        var authorization = new AuthorizationServer(new BareModel(bare.Store), bare.Options, [new TicketGrant()]);
        var step = await authorization.AuthorizeAsync(Records.Context(parameters: [("client_id", "app")]).Request, Ct);
        Assert.Equal("unsupported_response_type", step.Response?.Error?.Code);
    }

    [Fact]
    public async Task A_policy_given_explicitly_wins_over_the_models_own()
    {
        var setup = new Setup();
        var byModel = new AuthorizationServer(new ScopingModel(setup.Store), setup.Environment, [new TicketGrant()]);
        var parts = new ServerParts { Policies = new() { ScopeValidator = new Scopes((_, _) => Scope.Of("explicit")) } };
        var explicitly = new AuthorizationServer(new ScopingModel(setup.Store), setup.Environment, [new TicketGrant()], parts);
        var request = Records.Context(parameters:
        [
            ("grant_type", TicketGrant.Name),
            ("ticket", "for-bob"),
            ("client_id", "web"),
            ("client_secret", Known.WebSecret),
        ]).Request;
        Assert.Contains("\"scope\":\"model\"", await TextOfAsync(byModel, request), StringComparison.Ordinal);
        Assert.Contains("\"scope\":\"explicit\"", await TextOfAsync(explicitly, request), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refresh_token_without_expiry_never_expires()
    {
        var server = Start();
        var token = Records.Token("access", "refresh");
        await server.Store.SaveTokenAsync(token with { Refresh = token.Refresh! with { ExpiresAt = null } }, Records.Context(), Ct);
        server.Clock.Advance(TimeSpan.FromDays(36500));
        (await server.RefreshAsync("refresh")).MustIssue();
    }

    [Fact]
    public async Task The_correlation_id_links_an_error_to_the_log()
    {
        var server = Start();
        Assert.Equal("correlation-1", (await server.TokenAsync([])).Header("X-Correlation-Id"));
        var denied = await server.AuthorizeAsync(Known.Authorization, ScriptedConsent.Denied);
        Assert.Equal("correlation-1", denied.Header("X-Correlation-Id"));
        Assert.Contains("correlation-1", (await server.AuthorizeAsync([])).Text, StringComparison.Ordinal);
    }

    private static async Task<string> TextOfAsync(AuthorizationServer server, OAuthRequest request) =>
        System.Text.Encoding.UTF8.GetString((await server.TokenAsync(request, Ct)).Body.Span);

    private class BareModel(InMemoryModel inner) : IOAuthModel
    {
        public ValueTask<Client?> GetClientAsync(string clientId, OAuthContext context, CancellationToken ct) =>
            inner.GetClientAsync(clientId, context, ct);

        public ValueTask<bool> VerifyClientSecretAsync(Client client, Secret secret, OAuthContext context, CancellationToken ct) =>
            inner.VerifyClientSecretAsync(client, secret, context, ct);

        public ValueTask SaveTokenAsync(Token token, OAuthContext context, CancellationToken ct) =>
            inner.SaveTokenAsync(token, context, ct);
    }

    private sealed class ScopingModel(InMemoryModel inner) : BareModel(inner), IScopeValidator
    {
        public ValueTask<Outcome<Scope>> ValidateScopeAsync(
            User? user, Client client, Scope? requested, OAuthContext context, CancellationToken ct) =>
            new(Scope.Of("model"));
    }
}
