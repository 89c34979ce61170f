namespace OAuth2Server.Tests.Core;

/// <summary>A client may hang up at any moment: what was begun for its safety is finished all the same.</summary>
public sealed class HangingUpTests : ProtocolTests<InProcess>
{
    [Fact]
    public async Task After_a_code_was_used_up_its_tokens_are_saved()
    {
        var setup = new Setup();
        var model = new WatchfulModel(setup.Store);
        setup.Model = model;
        await RedeemAsync(setup, times: 1);
        Assert.False(model.SavedWith!.Value.CanBeCanceled);
    }

    [Fact]
    public async Task After_a_replay_was_seen_the_family_is_revoked()
    {
        var setup = new Setup();
        var model = new WatchfulModel(setup.Store);
        setup.Model = model;
        await RedeemAsync(setup, times: 2);
        Assert.False(model.RevokedWith!.Value.CanBeCanceled);
    }

    [Fact]
    public async Task After_a_reuse_was_seen_the_family_is_revoked()
    {
        var setup = new Setup();
        var model = new WatchfulModel(setup.Store);
        setup.Model = model;
        var refreshToken = (await new TestServer(setup, InProcess.Start(setup)).IssueAsync()).RefreshToken;
        for (var i = 0; i < 2; i++) await SendAsync(setup, Known.Refresh(refreshToken));
        Assert.False(model.RevokedWith!.Value.CanBeCanceled);
    }

    [Fact]
    public async Task A_model_that_refuses_to_consume_what_it_shows_as_unused_is_asked_twice_and_no_more()
    {
        WatchfulModel? model = null;
        var server = Start(s => s.Model = model = new WatchfulModel(s.Store) { Refuses = true });
        (await server.TokenAsync(Known.Redemption(await server.CodeAsync()))).MustRefuse("invalid_grant");
        Assert.Equal(2, model!.Refused);
    }

    private static async Task RedeemAsync(Setup setup, int times)
    {
        var code = await new TestServer(setup, InProcess.Start(setup)).CodeAsync();
        for (var i = 0; i < times; i++) await SendAsync(setup, Known.Redemption(code));
    }

    // With a token that could be cancelled, as every web framework has one.
    private static async Task SendAsync(Setup setup, Parameters form)
    {
        using var connection = new CancellationTokenSource();
        var server = setup.Server();
        await server.TokenAsync(Records.Context(parameters: form).Request, connection.Token);
    }

    private sealed class WatchfulModel(InMemoryModel inner) : DelegatingModel(inner)
    {
        public bool Refuses { get; init; }

        public int Refused { get; private set; }

        public CancellationToken? SavedWith { get; private set; }

        public CancellationToken? RevokedWith { get; private set; }

        public override ValueTask SaveTokenAsync(Token token, OAuthContext context, CancellationToken ct)
        {
            SavedWith = ct;
            return base.SaveTokenAsync(token, context, ct);
        }

        public override ValueTask RevokeAuthorizationAsync(string authorizationId, OAuthContext context, CancellationToken ct)
        {
            RevokedWith = ct;
            return base.RevokeAuthorizationAsync(authorizationId, context, ct);
        }

        public override ValueTask<bool> RevokeAuthorizationCodeAsync(AuthorizationCode code, OAuthContext context, CancellationToken ct)
        {
            if (!Refuses) return base.RevokeAuthorizationCodeAsync(code, context, ct);
            Refused++;
            return new(false);
        }
    }
}
