namespace OAuth2Server.Testing.Tests;

/// <summary>The refresh token of the successor is not saved: the next refresh is refused.</summary>
internal sealed class ForgetsTheNewRefreshToken(InMemoryModel inner) : RightModel(inner)
{
    public override ValueTask<bool> ExchangeAsync(
        Credential consumed, Token successor, Replay? replay, OAuthContext context, CancellationToken ct) =>
        base.ExchangeAsync(consumed, successor with { Refresh = null }, replay, context, ct);
}

/// <summary>Saves the successor first, and looks afterwards whether the credential was fresh.</summary>
internal sealed class SavesWhenItIsFalse(InMemoryModel inner) : RightModel(inner)
{
    public override async ValueTask<bool> ExchangeAsync(
        Credential consumed, Token successor, Replay? replay, OAuthContext context, CancellationToken ct)
    {
        await SaveTokenAsync(successor, context, ct);
        return await base.ExchangeAsync(consumed, Unfindable(successor), replay, context, ct);
    }

    // What the exchange itself saves is not found by any text.
    private static Token Unfindable(Token token) => new() { Access = token.Access with { Hash = SecretHash.Of(token.Access.Id) } };
}

/// <summary>Keeps no sealed answer.</summary>
internal sealed class DropsTheSealedAnswer(InMemoryModel inner) : RightModel(inner)
{
    public override ValueTask<bool> ExchangeAsync(
        Credential consumed, Token successor, Replay? replay, OAuthContext context, CancellationToken ct) =>
        base.ExchangeAsync(consumed, successor, null, context, ct);
}

/// <summary>Two statements without a transaction: a caller that cancels between them leaves half a pair.</summary>
internal sealed class SavesInTwoSteps(InMemoryModel inner) : RightModel(inner)
{
    public override async ValueTask SaveTokenAsync(Token token, OAuthContext context, CancellationToken ct)
    {
        await base.SaveTokenAsync(token with { Refresh = null }, context, ct);
        await Task.Yield();
        ct.ThrowIfCancellationRequested();
        if (token.Refresh is not { } refresh) return;
        // The access token is saved already; this one has a text that is found by no caller.
        var unused = token.Access with { Hash = SecretHash.Of($"{token.Access.Id} {Guid.NewGuid()}") };
        await base.SaveTokenAsync(new() { Access = unused, Refresh = refresh }, context, ct);
    }
}
