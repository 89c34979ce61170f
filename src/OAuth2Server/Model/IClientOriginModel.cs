namespace OAuth2Server;

/// <summary>Optional: a model that can tell from which web pages its browser clients come. Without it no answer may be read by a page of another origin (CORS).</summary>
public interface IClientOriginModel
{
    /// <summary>Tells whether a public client has a redirect URI of an origin.</summary>
    /// <remarks>
    /// Compare whole origins: <c>WebOrigin.Of(redirectUri) == origin</c>. A prefix of the URI is no origin: <c>https://app.example.com.evil.example</c> begins like <c>https://app.example.com</c>.
    /// Anybody can ask; the server keeps the answers for a minute and asks one question at a time.
    /// </remarks>
    /// <param name="origin">The origin, in the form of <see cref="WebOrigin.Of"/>.</param>
    /// <param name="context">The request.</param>
    /// <param name="ct">Cancelled when the client hangs up.</param>
    /// <returns>True when it is one of a public client that is not disabled; false for those of confidential clients, whose secret has no place in a browser.</returns>
    ValueTask<bool> IsClientOriginAsync(string origin, OAuthContext context, CancellationToken ct);
}
