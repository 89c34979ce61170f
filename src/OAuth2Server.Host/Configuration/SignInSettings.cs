namespace OAuth2Server.Host;

/// <summary>The setting <c>SignIn</c>: what the server says about a sign-in on its page.</summary>
internal sealed record SignInSettings
{
    /// <summary>The name of the group.</summary>
    internal const string Group = "SignIn";

    // OpenID Connect EAP ACR Values 1.0 §2: phishing-resistant. A user can type a password into the page of an attacker.
    private static readonly string[] PhishingResistant = ["phr", "phrh"];

    /// <summary>The authentication context class of a sign-in with a password and nothing else; null for none.</summary>
    public string? PasswordAcr { get; init; }

    /// <summary>The class of the sign-in of a session (<c>acr</c>); null for none.</summary>
    /// <remarks>A session of another method does not have the class of a password.</remarks>
    internal string? AcrOf(Session session) => session.Methods is [UserSessions.Password] ? PasswordAcr : null;

    internal static SignInSettings Read(SettingsSection section)
    {
        var acr = section.Text(nameof(PasswordAcr));
        // acr_values separates them by spaces, and a challenge has them in quotes. A scope name has the same characters.
        if (acr is not null && !(Scope.TryParse(acr, out var one) && one.Count == 1 && one.ToString() == acr))
            section.Problem(nameof(PasswordAcr), $"'{acr}' is not one class: use visible ASCII without space, quote and backslash.");
        if (PhishingResistant.Contains(acr))
        {
            section.Problem(nameof(PasswordAcr), $"must not be {acr}: a password is not phishing-resistant (OpenID Connect EAP ACR Values "
                + "1.0 §2).");
        }
        return new() { PasswordAcr = acr };
    }
}
