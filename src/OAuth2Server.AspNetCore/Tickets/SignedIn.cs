namespace OAuth2Server.AspNetCore;

/// <summary>A resource owner in a session.</summary>
/// <param name="User">The resource owner.</param>
/// <param name="Session">The session; the empty text where the application names none.</param>
/// <param name="Authentication">When and how the user signed in; null when the application does not tell.</param>
internal sealed record SignedIn(User User, string Session, UserAuthentication? Authentication)
{
    /// <summary>The decision that this user allows a request.</summary>
    /// <param name="scope">What is allowed.</param>
    /// <param name="consent">The remembered consent that it rests on; null when the user was asked, or need not be.</param>
    internal Decision.Allowed Allow(Scope scope, Consent? consent = null) =>
        new(User, scope) { Consent = consent, Properties = Authentication?.WriteTo(Properties.Empty) ?? Properties.Empty };
}
