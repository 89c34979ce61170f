namespace OAuth2Server;

/// <summary>Policy: node-oauth2-server's <c>validateRedirectUri</c>. The default is exact comparison with the registered URIs, where a loopback address may vary its port (RFC 8252 §7.3).</summary>
public interface IRedirectUriPolicy
{
    /// <summary>Decides whether a client may be answered at a URI. Dangerous forms (fragments, <c>javascript:</c>, plain http off loopback) are refused before this is asked.</summary>
    /// <param name="redirectUri">As the request named it.</param>
    /// <param name="client">The client.</param>
    /// <param name="context">The request.</param>
    /// <param name="ct">Cancelled when the client hangs up.</param>
    /// <returns>False shows an error page (<c>invalid_request</c>) and sends nothing to the URI.</returns>
    ValueTask<bool> ValidateRedirectUriAsync(string redirectUri, Client client, OAuthContext context, CancellationToken ct);
}
