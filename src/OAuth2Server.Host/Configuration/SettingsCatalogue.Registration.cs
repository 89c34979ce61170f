namespace OAuth2Server.Host;

/// <content>Clients that register themselves.</content>
internal static partial class SettingsCatalogue
{
    private static GroupDefinition Registration => new("DynamicRegistration",
    [
        new ChoiceDefinition(nameof(RegistrationSettings.Mode),
            [nameof(RegistrationMode.Off), nameof(RegistrationMode.InitialAccessToken), nameof(RegistrationMode.Open)],
            "Who may [register a client](registration.md) (RFC 7591): no caller, a caller with one of the `InitialAccessTokens`, or every "
            + "caller. With `Open` the log at start has a warning.")
        { Default = $"{Code(nameof(RegistrationMode.Off))}; {Code(nameof(RegistrationMode.Open))} with `Mcp`" },
        new TextsDefinition(nameof(RegistrationSettings.InitialAccessTokens), "texts of at least 32 characters",
            "The tokens that a caller must send one of. Make each with `openssl rand -hex 32`."),
        new TextsDefinition(nameof(RegistrationSettings.Scopes), "scope names",
            "The scopes that a client can register for. One that names none gets all of them.")
        { Default = "none; with `Mcp` those of its servers" },
        new TextsDefinition(nameof(RegistrationSettings.AuthorizationDetailsTypes), DetailsTypes,
            "The types of authorization details that a client can register for. One that names none gets all of them."),
        new TextsDefinition(nameof(RegistrationSettings.GrantTypes), "grant types",
            "The grant types that a client can register for. With `client_credentials` a client gets access to the scopes without a user.")
        { Default = string.Join(", ", Library.ClientRegistration.GrantTypes.Select(Code)) },
        new FlagDefinition(nameof(RegistrationSettings.SchemesWithoutDot),
            "Whether a redirect URI can have a scheme without a dot, as those of some editors have (RFC 8252 §7.1).")
        { Default = False },
        Time(nameof(RegistrationSettings.UnusedAfter), 3600, Year, Library.ClientRegistration.UnusedAfter,
            "The time after which a client that never got a token is removed. With `none` every client stays.")
        with { MayBeEndless = true },
    ]);
}
