namespace OAuth2Server;

/// <summary>Policy: node-oauth2-server's <c>generateAccessToken</c>, <c>generateRefreshToken</c> and <c>generateAuthorizationCode</c>. The default is 256 random bits in base64url.</summary>
/// <remarks>The text must be unguessable (RFC 6749 §10.10: at least 128 random bits) and of visible ASCII. There is no fallback: an empty text is <c>server_error</c>.</remarks>
public interface ITokenGenerator
{
    /// <summary>Makes the text of an access token.</summary>
    /// <param name="draft">The token, complete but for its text.</param>
    /// <param name="context">The request.</param>
    /// <param name="ct">Cancelled when the client hangs up.</param>
    ValueTask<string> GenerateAccessTokenAsync(AccessTokenDraft draft, OAuthContext context, CancellationToken ct);

    /// <summary>Makes the text of a refresh token.</summary>
    /// <param name="client">The client it is issued to.</param>
    /// <param name="user">The resource owner; null when the client acts for itself.</param>
    /// <param name="scope">The authorization's scope.</param>
    /// <param name="context">The request.</param>
    /// <param name="ct">Cancelled when the client hangs up.</param>
    ValueTask<string> GenerateRefreshTokenAsync(Client client, User? user, Scope scope, OAuthContext context, CancellationToken ct);

    /// <summary>Makes the text of an authorization code.</summary>
    /// <param name="client">The client it is issued to.</param>
    /// <param name="user">The resource owner.</param>
    /// <param name="scope">The scope that was granted.</param>
    /// <param name="context">The request.</param>
    /// <param name="ct">Cancelled when the client hangs up.</param>
    ValueTask<string> GenerateAuthorizationCodeAsync(Client client, User? user, Scope scope, OAuthContext context, CancellationToken ct);
}
