using System.Buffers;
using Microsoft.AspNetCore.WebUtilities;

namespace OAuth2Server.Host;

/// <summary>The CSP source that lets a form's answer be redirected to a client.</summary>
/// <remarks>Chromium applies <c>form-action</c> to the redirect after a POST as well: without the client's origin the browser would not follow it.</remarks>
internal static class FormAction
{
    private const string AuthorizePath = "/oauth2/authorize";

    private static readonly SearchValues<char> HostCharacters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.-");

    /// <summary>Where signing in may lead beside this server: with a remembered consent the authorization request that waits goes on to the client at once.</summary>
    /// <param name="returnUrl">Where the sign-in leads; it comes from the query, so only what could be a redirect URI counts.</param>
    /// <param name="pathBase">The path that the server is under.</param>
    /// <returns>CSP sources, or nothing.</returns>
    internal static string SourcesAfterSignIn(string? returnUrl, PathString pathBase)
    {
        if (returnUrl?.Split('?', 2) is not [var path, var query] || !path.TrimEnd('/').Equals(pathBase + AuthorizePath, StringComparison.OrdinalIgnoreCase)) return "";
        string[] uris = [.. QueryHelpers.ParseQuery(query).GetValueOrDefault("redirect_uri").OfType<string>().Where(uri => uri.Length > 0)];
        return uris switch
        {
            // The client's only registered one is meant, which is not known here.
            [] => "https: http://127.0.0.1:* http://localhost:*",
            [var uri] when RedirectUri.Problem(uri) is null => Source(uri),
            _ => "",
        };
    }

    /// <summary>The origin of a redirect URI; its scheme where CSP cannot write the origin: a private-use scheme has none, and an IPv6 address has no form there.</summary>
    internal static string Source(string redirectUri)
    {
        var uri = new Uri(redirectUri);
        var isWeb = uri.Scheme == Uri.UriSchemeHttps || uri.Scheme == Uri.UriSchemeHttp;
        return isWeb && !uri.Host.AsSpan().ContainsAnyExcept(HostCharacters)
            ? uri.GetLeftPart(UriPartial.Authority)
            : uri.Scheme + ":";
    }
}
