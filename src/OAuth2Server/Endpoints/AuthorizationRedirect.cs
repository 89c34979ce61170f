using System.Text;

namespace OAuth2Server;

/// <summary>The redirect back to the client, with a code or an error (RFC 6749 §4.1.2, §4.1.2.1; RFC 9207).</summary>
internal static class AuthorizationRedirect
{
    internal static OAuthResponse WithCode(string redirectUri, string code, string? state, string issuer) =>
        To(redirectUri, [new("code", code), new("state", state), new("iss", issuer)]);

    internal static OAuthResponse WithError(string redirectUri, OAuthError error, string? state, string issuer, string correlationId)
    {
        var response = To(redirectUri, [new("error", error.Code), new("error_description", error.Description), new("state", state), new("iss", issuer)]);
        return response with { Headers = [.. response.Headers, .. Responses.Correlation(correlationId)], Error = error };
    }

    private static OAuthResponse To(string redirectUri, ReadOnlySpan<KeyValuePair<string, string?>> members)
    {
        var question = redirectUri.IndexOf('?', StringComparison.Ordinal);
        var location = new StringBuilder(question < 0 ? redirectUri : redirectUri[..question]);
        var separator = '?';

        // The client's own query stays as it is (RFC 6749 §3.1.2), except where it would stand beside a member of ours under the same name.
        var kept = question < 0 ? [] : redirectUri[(question + 1)..].Split('&', StringSplitOptions.RemoveEmptyEntries);
        foreach (var pair in kept)
        {
            if (!IsOurs(pair)) Append(pair);
        }
        foreach (var (name, value) in members)
        {
            if (value is not null) Append($"{name}={Uri.EscapeDataString(value)}");
        }
        // 303: a browser that posted a password must not post it on to the client (RFC 9700 §4.12).
        return new(303, [new("Location", location.ToString()), new("Cache-Control", "no-store"), new("Referrer-Policy", "no-referrer")], default);

        void Append(string pair)
        {
            location.Append(separator).Append(pair);
            separator = '&';
        }
    }

    private static bool IsOurs(string pair)
    {
        var name = Uri.UnescapeDataString(pair.Split('=', 2)[0]);
        return name is "code" or "state" or "iss" or "error" or "error_description" or "error_uri";
    }
}
