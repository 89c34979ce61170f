using System.Globalization;
using System.Text;

namespace OAuth2Server;

/// <summary>The <c>WWW-Authenticate</c> value of a refused request with, or without, an access token (RFC 6750 §3, RFC 9449 §7.1, RFC 9728
/// §5.1).</summary>
public sealed class BearerChallenge
{
    /// <summary>The authentication scheme: <c>Bearer</c>, or that of a token that is bound to a key.</summary>
    internal string Scheme { get; init; } = AuthorizationHeader.Bearer;

    /// <summary>The parameters that only this scheme has, <c>algs="ES256"</c>; null for none.</summary>
    internal string? Parameters { get; init; }

    /// <summary>The realm: the issuer whose tokens are accepted.</summary>
    public required string Realm { get; init; }

    /// <summary>The scope that the request needs, all of it: a client that asks for less would be refused again.</summary>
    public Scope Scope { get; init; } = Scope.Empty;

    /// <summary>The sign-in that the request needs: <c>acr_values</c> and <c>max_age</c> (RFC 9470 §3).</summary>
    public RequiredAuthentication Authentication { get; init; } = RequiredAuthentication.None;

    /// <summary>The URL of the metadata of the resource (RFC 9728 §5.1), from which a client finds the authorization server; null for
    /// none.</summary>
    public string? ResourceMetadata { get; init; }

    /// <summary>The value of the header for an error; one without a code, which says that no token was sent, has no error in it.</summary>
    /// <param name="error">The error.</param>
    public string For(OAuthError error)
    {
        ArgumentNullException.ThrowIfNull(error);
        var text = new StringBuilder(Scheme).Append(" realm=");
        Quote(text, Realm);
        if (error.Code.Length > 0)
        {
            Quote(text.Append(", error="), error.Code);
            Quote(text.Append(", error_description="), error.Description);
        }
        // With 400 the request is malformed: more scope would not help.
        if (!Scope.IsEmpty && error.Status != 400) Quote(text.Append(", scope="), Scope.ToString());
        if (error.Status != 400) Append(text, Authentication);
        if (ResourceMetadata is not null) Quote(text.Append(", resource_metadata="), ResourceMetadata);
        if (Parameters is not null) text.Append(", ").Append(Parameters);
        return text.ToString();
    }

    /// <summary>The same challenge for another scheme.</summary>
    internal BearerChallenge For(string scheme, string? parameters) =>
        new()
        {
            Scheme = scheme,
            Parameters = parameters,
            Realm = Realm,
            Scope = Scope,
            Authentication = Authentication,
            ResourceMetadata = ResourceMetadata,
        };

    // Also where no token was sent: the client asks the user once.
    private static void Append(StringBuilder text, RequiredAuthentication required)
    {
        if (!required.ContextClasses.IsEmpty) Quote(text.Append(", acr_values="), string.Join(' ', required.ContextClasses));
        if (required.MaxAge is { } age)
            text.Append(", max_age=").Append(((long)age.TotalSeconds).ToString(CultureInfo.InvariantCulture));
    }

    // RFC 9110 §5.6.4. A character that no header may have is left out: it could start a header of its own.
    private static void Quote(StringBuilder text, string value)
    {
        text.Append('"');
        foreach (var c in value)
        {
            if (c is '"' or '\\') text.Append('\\');
            if (c is >= ' ' and <= '~') text.Append(c);
        }
        text.Append('"');
    }
}
