namespace OAuth2Server;

/// <summary>
/// Optional: a model that has the origins of the web pages of its browser
/// clients. Without it, no page of another origin may read an answer (CORS).
/// </summary>
public interface IClientOriginModel
{
    /// <summary>Checks whether a public client has a redirect URI of an origin.</summary>
    /// <remarks>
    /// <see cref="Client.HasOrigin"/> decides for one client. A query may choose candidates before: for an http origin choose them without
    /// the port, because the port of a loopback address may differ. Do not compare the start of the URI alone:
    /// <c>https://app.example.com.evil.example</c> starts with <c>https://app.example.com</c>.
    /// Every web page can cause this call. The server keeps each answer for a minute and makes one call at a time.
    /// </remarks>
    /// <param name="origin">The origin, in the form of <see cref="WebOrigin.Of"/>.</param>
    /// <param name="context">The request.</param>
    /// <param name="ct">Cancelled when the client disconnects.</param>
    /// <returns>
    /// True when a public client that is not disabled has a redirect URI of this origin; false
    /// for an origin of confidential clients only, because their secret must not be in a browser.
    /// </returns>
    ValueTask<bool> IsClientOriginAsync(string origin, OAuthContext context, CancellationToken ct);
}
