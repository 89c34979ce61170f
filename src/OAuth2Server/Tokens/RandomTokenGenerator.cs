namespace OAuth2Server;

/// <summary>The default token generator: 256 random bits in base64url, 43 characters.</summary>
public sealed class RandomTokenGenerator : ITokenGenerator
{
    internal static readonly RandomTokenGenerator Instance = new();

    /// <inheritdoc/>
    public ValueTask<string> GenerateAccessTokenAsync(AccessTokenDraft draft, OAuthContext context, CancellationToken ct) =>
        new(RandomText.Of(RandomText.Secret));

    /// <inheritdoc/>
    public ValueTask<string> GenerateRefreshTokenAsync(
        Client client, User? user, Scope scope, OAuthContext context, CancellationToken ct) =>
        new(RandomText.Of(RandomText.Secret));

    /// <inheritdoc/>
    public ValueTask<string> GenerateAuthorizationCodeAsync(
        Client client, User? user, Scope scope, OAuthContext context, CancellationToken ct) =>
        new(RandomText.Of(RandomText.Secret));
}
