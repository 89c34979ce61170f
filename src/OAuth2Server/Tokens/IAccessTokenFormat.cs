namespace OAuth2Server;

/// <summary>A format of access tokens beside the opaque texts of <see cref="ITokenGenerator"/>: signed JWTs, for instance (RFC 9068). One
/// class.</summary>
public interface IAccessTokenFormat
{
    /// <summary>The format that it writes; null for one of its own, which no setting names.</summary>
    /// <remarks>A server whose settings ask for a format that no part writes does not start: it would issue other tokens than its
    /// resource servers can verify.</remarks>
    AccessTokenFormat? Format => null;

    /// <summary>True when this format is chosen for a token: by its resource, its client, or for the whole deployment. The first format
    /// that returns true is used.</summary>
    /// <param name="draft">The token without its text.</param>
    bool AppliesTo(AccessTokenDraft draft);

    /// <summary>Writes the text of the token.</summary>
    /// <param name="draft">The token without its text.</param>
    /// <param name="context">The request.</param>
    /// <param name="ct">Cancelled when the client closes the connection.</param>
    /// <returns>The text; or why the token cannot be issued, for instance <c>invalid_scope</c> when it would be too long for a
    /// header.</returns>
    ValueTask<Outcome<string>> WriteAsync(AccessTokenDraft draft, OAuthContext context, CancellationToken ct);
}
