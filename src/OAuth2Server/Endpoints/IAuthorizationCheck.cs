namespace OAuth2Server;

/// <summary>A check of authorization requests of your own: one class. It runs after the built-in ones, at the authorization endpoint, at
/// the device authorization endpoint, and where requests are pushed (RFC 9126).</summary>
/// <remarks>A pushed request is checked twice: <see cref="AuthorizationDraft.IsPushed"/> says that the client itself sends it now, and what
/// the check adds to <see cref="AuthorizationDraft.Properties"/> then is there when the browser comes.</remarks>
public interface IAuthorizationCheck
{
    /// <summary>Checks one request.</summary>
    /// <param name="draft">The request, and what the checks before found.</param>
    /// <param name="ct">Cancelled when the client closes the connection.</param>
    /// <returns>Null when the request may go on; otherwise the error, which is redirected to the client where there is a redirect
    /// URI.</returns>
    ValueTask<OAuthError?> CheckAsync(AuthorizationDraft draft, CancellationToken ct);
}
