namespace OAuth2Server.LoadBenchmark;

/// <summary>The tokens of another floor, and one signature over the length of a small JWT for each token that is issued.</summary>
internal sealed class SigningTokens(ITokens inner) : ITokens
{
    private readonly EcdsaSigning _access = new EcdsaSigning();

    /// <summary>Signs when a code is exchanged; null signs as for every other token.</summary>
    internal ISigning? OfExchange { get; init; }

    public Task PrepareAsync(string issuer) => inner.PrepareAsync(issuer);

    public ValueTask<string> IssueAsync()
    {
        _access.Sign();
        return inner.IssueAsync();
    }

    public ValueTask<string> AuthorizeAsync(string challenge) => inner.AuthorizeAsync(challenge);

    public ValueTask<TokenPair?> ExchangeAsync(string code, string verifier)
    {
        (OfExchange ?? _access).Sign();
        return inner.ExchangeAsync(code, verifier);
    }

    public ValueTask<TokenPair?> RotateAsync(string refreshToken)
    {
        _access.Sign();
        return inner.RotateAsync(refreshToken);
    }

    public ValueTask<Holder?> FindAsync(string token) => inner.FindAsync(token);
}
