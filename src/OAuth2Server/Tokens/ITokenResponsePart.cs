namespace OAuth2Server;

/// <summary>A part of the token response beside the tokens: an ID token, an <c>issued_token_type</c>. One class, called before the tokens
/// are saved.</summary>
public interface ITokenResponsePart
{
    /// <summary>Adds its members to <see cref="OAuthContext.ResponseMembers"/>; may add none.</summary>
    /// <param name="token">The access token that is issued, without its text.</param>
    /// <param name="accessToken">Its text, for a hash of it.</param>
    /// <param name="context">The request.</param>
    /// <param name="ct">Cancelled when the client closes the connection.</param>
    ValueTask AddAsync(AccessTokenDraft token, Secret accessToken, OAuthContext context, CancellationToken ct);
}
