using System.Collections.Concurrent;

namespace OAuth2Server.LoadBenchmark;

/// <summary>Random tokens in a dictionary, by their hashes.</summary>
internal sealed class TokenTable : ITokens
{
    private static readonly Holder Known = new(Fixture.User, Fixture.ClientId, Fixture.ReadScope);

    private readonly ConcurrentDictionary<string, string> _data = new(StringComparer.Ordinal);

    public Task PrepareAsync(string issuer) => Task.CompletedTask;

    public ValueTask<string> IssueAsync() => new(New(""));

    public ValueTask<string> AuthorizeAsync(string challenge) => new(New(challenge));

    public ValueTask<TokenPair?> ExchangeAsync(string code, string verifier) =>
        new(Take(code) is { } challenge && challenge == FloorText.ChallengeOf(verifier) ? NewPair() : null);

    public ValueTask<TokenPair?> RotateAsync(string refreshToken) => new(Take(refreshToken) is null ? null : NewPair());

    public ValueTask<Holder?> FindAsync(string token) => new(_data.ContainsKey(HashOf(token)) ? Known : null);

    private TokenPair NewPair() => new(New(""), New(""));

    private string New(string data)
    {
        var token = FloorText.Secret();
        _data[HashOf(token)] = data;
        return token;
    }

    private string? Take(string token) => _data.TryRemove(HashOf(token), out var data) ? data : null;

    private static string HashOf(string token) => Convert.ToHexString(FloorText.HashOf(token));
}
