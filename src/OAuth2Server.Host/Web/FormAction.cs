using System.Buffers;

namespace OAuth2Server.Host;

/// <summary>The CSP source that lets a form's answer be redirected to a client.</summary>
/// <remarks>Chromium applies <c>form-action</c> to the redirect after a POST as well: without the client's origin the browser would not follow it.</remarks>
internal static class FormAction
{
    private static readonly SearchValues<char> HostCharacters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.-");

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
