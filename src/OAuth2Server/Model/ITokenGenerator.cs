namespace OAuth2Server;

/// <summary>
/// Policy: <c>generateAccessToken</c>, <c>generateRefreshToken</c> and <c>generateAuthorizationCode</c> of node-oauth2-server.
/// The default is 256 random bits in base64url.
/// </summary>
/// <remarks>
/// The text must be impossible to guess (RFC 6749 §10.10: at least 128 random bits) and consist of visible ASCII characters.
/// There is no fallback: an empty text is <c>server_error</c>.
/// </remarks>
public interface ITokenGenerator
{
    /// <summary>Makes the text of an access token.</summary>
    /// <param name="draft">The token, complete except for its text.</param>
    /// <param name="context">The request.</param>
    /// <param name="ct">Cancelled when the client disconnects.</param>
    ValueTask<string> GenerateAccessTokenAsync(AccessTokenDraft draft, OAuthContext context, CancellationToken ct);

    /// <summary>Makes the text of a refresh token.</summary>
    /// <param name="client">The client that it is issued to.</param>
    /// <param name="user">The resource owner; null when the client acts for itself.</param>
    /// <param name="scope">The scope of the authorization.</param>
    /// <param name="context">The request.</param>
    /// <param name="ct">Cancelled when the client disconnects.</param>
    ValueTask<string> GenerateRefreshTokenAsync(Client client, User? user, Scope scope, OAuthContext context, CancellationToken ct);

    /// <summary>Makes the text of an authorization code.</summary>
    /// <param name="client">The client that it is issued to.</param>
    /// <param name="user">The resource owner.</param>
    /// <param name="scope">The scope that was granted.</param>
    /// <param name="context">The request.</param>
    /// <param name="ct">Cancelled when the client disconnects.</param>
    ValueTask<string> GenerateAuthorizationCodeAsync(Client client, User? user, Scope scope, OAuthContext context, CancellationToken ct);
}
