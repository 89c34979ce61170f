namespace OAuth2Server.Testing.Tests;

/// <summary>The refresh token of the successor is not saved: the session dies at the next refresh.</summary>
internal sealed class ForgetsTheNewRefreshToken(InMemoryModel inner) : RightModel(inner)
{
    public override ValueTask<bool> ExchangeAsync(Credential consumed, Token successor, Replay? replay, OAuthContext context, CancellationToken ct) =>
        base.ExchangeAsync(consumed, successor with { Refresh = null }, replay, context, ct);
}

/// <summary>Saves first and looks afterwards whether it has won.</summary>
internal sealed class SavesWhenItLost(InMemoryModel inner) : RightModel(inner)
{
    public override async ValueTask<bool> ExchangeAsync(Credential consumed, Token successor, Replay? replay, OAuthContext context, CancellationToken ct)
    {
        await SaveTokenAsync(successor, context, ct);
        return await base.ExchangeAsync(consumed, Unfindable(successor), replay, context, ct);
    }

    // What the exchange inside saves beside is found by nobody.
    private static Token Unfindable(Token token) => new() { Access = token.Access with { Hash = SecretHash.Of(token.Access.Id) } };
}

/// <summary>Keeps no sealed answer.</summary>
internal sealed class DropsTheSealedAnswer(InMemoryModel inner) : RightModel(inner)
{
    public override ValueTask<bool> ExchangeAsync(Credential consumed, Token successor, Replay? replay, OAuthContext context, CancellationToken ct) =>
        base.ExchangeAsync(consumed, successor, null, context, ct);
}

/// <summary>Two statements without a transaction: who hangs up in between leaves half a pair.</summary>
internal sealed class SavesInTwoSteps(InMemoryModel inner) : RightModel(inner)
{
    public override async ValueTask SaveTokenAsync(Token token, OAuthContext context, CancellationToken ct)
    {
        await base.SaveTokenAsync(token with { Refresh = null }, context, ct);
        await Task.Yield();
        ct.ThrowIfCancellationRequested();
        if (token.Refresh is { } refresh) await base.SaveTokenAsync(new() { Access = token.Access with { Hash = SecretHash.Of(token.Access.Id + "again") }, Refresh = refresh }, context, ct);
    }
}
