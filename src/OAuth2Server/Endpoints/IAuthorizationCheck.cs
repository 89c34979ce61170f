namespace OAuth2Server;

/// <summary>A check of authorization requests of your own: one class. It runs after the built-in ones, at the authorization endpoint and at
/// the device authorization endpoint.</summary>
public interface IAuthorizationCheck
{
    /// <summary>Checks one request.</summary>
    /// <param name="draft">The request, and what the checks before found.</param>
    /// <param name="ct">Cancelled when the client closes the connection.</param>
    /// <returns>Null when the request may go on; otherwise the error, which is redirected to the client where there is a redirect
    /// URI.</returns>
    ValueTask<OAuthError?> CheckAsync(AuthorizationDraft draft, CancellationToken ct);
}
