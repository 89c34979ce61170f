namespace OAuth2Server;

/// <summary>A format of access tokens beside the opaque texts of <see cref="ITokenGenerator"/>: signed JWTs, for instance (RFC 9068). One
/// class.</summary>
public interface IAccessTokenFormat
{
    /// <summary>True when this format is chosen for a token: by its resource, its client, or for the whole deployment. The first format
    /// that returns true is used.</summary>
    /// <param name="draft">The token without its text.</param>
    bool AppliesTo(AccessTokenDraft draft);

    /// <summary>Writes the text of the token.</summary>
    /// <param name="draft">The token without its text.</param>
    /// <param name="context">The request.</param>
    /// <param name="ct">Cancelled when the client closes the connection.</param>
    ValueTask<string> WriteAsync(AccessTokenDraft draft, OAuthContext context, CancellationToken ct);
}
