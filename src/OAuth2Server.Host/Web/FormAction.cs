using System.Buffers;
using Microsoft.AspNetCore.WebUtilities;

namespace OAuth2Server.Host;

/// <summary>The CSP sources to which the response of a form can redirect.</summary>
/// <remarks>
/// Chromium applies <c>form-action</c> also to the redirects after a POST. Without the origin of the client it would not
/// follow the redirect to the client.
/// </remarks>
internal static class FormAction
{
    private const string AuthorizePath = "/oauth2/authorize";

    private static readonly SearchValues<char> HostCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.-");

    /// <summary>
    /// The CSP sources for the sign-in page. With a remembered consent, the authorization request that waits for the sign-in
    /// continues to the client without another page.
    /// </summary>
    /// <param name="returnUrl">The URL after the sign-in. It comes from the query, so only a valid redirect URI in it counts.</param>
    /// <param name="pathBase">The path of the server.</param>
    /// <returns>CSP sources, or the empty text.</returns>
    internal static string SourcesAfterSignIn(string? returnUrl, PathString pathBase)
    {
        if (returnUrl?.Split('?', 2) is not [var path, var query]) return "";
        if (!path.TrimEnd('/').Equals(pathBase + AuthorizePath, StringComparison.OrdinalIgnoreCase)) return "";
        var values = QueryHelpers.ParseQuery(query).GetValueOrDefault("redirect_uri");
        string[] uris = [.. values.OfType<string>().Where(uri => uri.Length > 0)];
        return uris switch
        {
            // The request means the only registered redirect URI of the client, which is not known here.
            [] => "https: http://127.0.0.1:* http://localhost:*",
            // Whether the client may use a scheme without a dot is not known here; the authorization endpoint checks it.
            [var uri] when RedirectUri.Problem(uri, schemeWithoutDot: true) is null => Source(uri),
            _ => "",
        };
    }

    /// <summary>The origin of a redirect URI, or its scheme where CSP has no form for the origin.</summary>
    /// <remarks>A private-use scheme has no origin, and CSP has no form for an IPv6 address.</remarks>
    internal static string Source(string redirectUri)
    {
        var uri = new Uri(redirectUri);
        var isWeb = uri.Scheme == Uri.UriSchemeHttps || uri.Scheme == Uri.UriSchemeHttp;
        return isWeb && !uri.Host.AsSpan().ContainsAnyExcept(HostCharacters)
            ? uri.GetLeftPart(UriPartial.Authority)
            : uri.Scheme + ":";
    }
}
