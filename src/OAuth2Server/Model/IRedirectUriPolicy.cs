namespace OAuth2Server;

/// <summary>
/// Policy: <c>validateRedirectUri</c> of node-oauth2-server. The default compares exactly
/// with the registered URIs; only the port of a loopback address may differ (RFC 8252 §7.3).
/// </summary>
public interface IRedirectUriPolicy
{
    /// <summary>
    /// Decides whether the server may redirect to a URI for a client. Dangerous forms (fragments,
    /// <c>javascript:</c>, plain http to other hosts than loopback) are refused before this call.
    /// </summary>
    /// <param name="redirectUri">The URI as the request contains it.</param>
    /// <param name="client">The client.</param>
    /// <param name="context">The request.</param>
    /// <param name="ct">Cancelled when the client disconnects.</param>
    /// <returns>False: the server shows an error page (<c>invalid_request</c>) and sends nothing to the URI.</returns>
    ValueTask<bool> ValidateRedirectUriAsync(string redirectUri, Client client, OAuthContext context, CancellationToken ct);
}
