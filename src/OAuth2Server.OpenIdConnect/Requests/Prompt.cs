namespace OAuth2Server.OpenIdConnect;

/// <summary>The <c>prompt</c> parameter (OpenID Connect Core §3.1.2.1; <c>create</c>: Initiating User Registration 1.0).</summary>
internal static class Prompt
{
    internal const string Create = "create";

    private static readonly string[] Known = ["none", "login", "consent", "select_account"];

    /// <summary>The values that a server accepts.</summary>
    internal static IEnumerable<string> Supported(OpenIdConnectOptions options) => options.CreatesAccounts ? [.. Known, Create] : Known;

    /// <summary>Adds what the parameter asks for.</summary>
    /// <returns><c>invalid_request</c> for an unknown value, and for <c>none</c> beside another one.</returns>
    internal static Outcome<RequestedInteraction> Read(string? text, RequestedInteraction interaction, OpenIdConnectOptions options)
    {
        var values = text?.Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? [];
        var supported = Supported(options).ToArray();
        if (Array.Find(values, value => !supported.Contains(value, StringComparer.Ordinal)) is not null)
            return OAuthError.InvalidRequest($"prompt must be one of {string.Join(", ", supported)}.", "OpenID Connect Core §3.1.2.1");
        if (values.Contains("none") && values.Distinct(StringComparer.Ordinal).Count() > 1)
            return OAuthError.InvalidRequest("prompt has none beside another value.", "OpenID Connect Core §3.1.2.1");
        return interaction with
        {
            WithoutPages = values.Contains("none"),
            SignIn = values.Contains("login"),
            Consent = values.Contains("consent"),
            SelectAccount = values.Contains("select_account"),
            CreateAccount = values.Contains(Create),
        };
    }
}
