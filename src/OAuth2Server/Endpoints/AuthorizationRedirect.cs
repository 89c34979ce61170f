using System.Text;

namespace OAuth2Server;

/// <summary>The redirect back to the client, with a code or an error (RFC 6749 §4.1.2, §4.1.2.1; RFC 9207).</summary>
internal static class AuthorizationRedirect
{
    internal static OAuthResponse WithCode(AuthorizationRequest request, Secret code) =>
        To(request.Draft, [new("code", code.Reveal()), new("state", request.Draft.State), new("iss", request.Issuer)]);

    internal static OAuthResponse WithError(AuthorizationRequest request, OAuthError error) => Refuse(request.Draft, error);

    /// <summary>An error: redirected once the redirect URI is proven, shown to the user before.</summary>
    internal static OAuthResponse Refuse(AuthorizationDraft draft, OAuthError error)
    {
        var context = draft.Context;
        if (draft.RedirectUri is null) return ErrorPage.For(error, context.CorrelationId);
        return To(
            draft,
            [new("error", error.Code), new("error_description", error.Description), new("state", draft.State), new("iss", context.Issuer)],
            error,
            context.CorrelationId);
    }

    private static OAuthResponse To(
        AuthorizationDraft draft, ReadOnlySpan<KeyValuePair<string, string?>> members, OAuthError? error = null,
        string correlationId = "") => draft.PostsForm
            ? FormPostPage.To(draft.RedirectUri!, members, error, correlationId)
            : To(draft.RedirectUri!, members, error, correlationId);

    private static OAuthResponse To(
        string redirectUri, ReadOnlySpan<KeyValuePair<string, string?>> members, OAuthError? error, string correlationId)
    {
        var question = redirectUri.IndexOf('?', StringComparison.Ordinal);
        var location = new StringBuilder(question < 0 ? redirectUri : redirectUri[..question]);
        var separator = '?';

        // The client's own query stays as it is (RFC 6749 §3.1.2), except where one of its members has the name of one of ours.
        var kept = question < 0 ? [] : redirectUri[(question + 1)..].Split('&', StringSplitOptions.RemoveEmptyEntries);
        foreach (var pair in kept)
        {
            if (!IsOurs(pair)) Append(pair);
        }
        foreach (var (name, value) in members)
        {
            if (value is not null) Append($"{name}={Uri.EscapeDataString(value)}");
        }
        KeyValuePair<string, string>[] headers =
        [
            new("Location", location.ToString()), new("Cache-Control", "no-store"), new("Referrer-Policy", "no-referrer"),
            .. OAuthResponse.Correlation(correlationId),
        ];
        // 303: a browser that posted a password must not post it to the client (RFC 9700 §4.12).
        return new(303, [.. headers], default) { Error = error };

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
