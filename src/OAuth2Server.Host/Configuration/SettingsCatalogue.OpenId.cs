using OAuth2Server.Jwt;

namespace OAuth2Server.Host;

/// <content>The settings of sign-ins and of OpenID Connect.</content>
internal static partial class SettingsCatalogue
{
    private static GroupDefinition SignIn => new(SignInSettings.Group,
    [
        new TextDefinition(nameof(SignInSettings.PasswordAcr), "URI or name, such as `urn:example:password`",
            "The [authentication context class](#authentication-context) of a sign-in with a password (`acr`). Without it a sign-in has no "
            + "class, and an OAuth request with `acr_values` cannot be met."),
    ]);

    private static GroupDefinition OpenId => new("OpenIdConnect",
    [
        Time("IdTokenLifetime", 1, 24 * 3600, new OpenIdConnect.OpenIdConnectOptions().IdTokenLifetime, "The lifetime of an ID token."),
        new TextDefinition("PairwiseSalt", "16 or more characters",
            "The secret from which the subject identifiers of clients with `SubjectType` `pairwise` are made. Make it once with "
            + "`openssl rand -hex 32`, and never change it: every such client would see every user as a new one."),
        .. Logout,
    ]);

    private static IReadOnlyList<SettingDefinition> ClientOpenId =>
    [
        new ChoiceDefinition("IdTokenSignedResponseAlg", [.. SigningAlgorithm.All],
            "The algorithm that signs the client's ID tokens (`id_token_signed_response_alg`); one of `Keys:Algorithms`.")
        { Default = "the algorithm RS256; with the profile `Fapi2` ES256" },
        new ChoiceDefinition("SubjectType", ["public", "pairwise"],
            "`pairwise` gives the client subject identifiers that no client of another host gets (`subject_type`). "
            + "Needs `OpenIdConnect:PairwiseSalt`.")
        { Default = Code("public") },
        new TextDefinition("SectorIdentifierUri", "https URL",
            "The host that the pairwise identifiers are made for (`sector_identifier_uri`); only its host is used. "
            + "Required for `pairwise` if the redirect URIs have several hosts.")
        { Default = "the host of the redirect URIs" },
        new TextsDefinition("PostLogoutRedirectUris", "URIs",
            "Where the browser may go after a logout that the client started (`post_logout_redirect_uris`)."),
        new TextDefinition("BackchannelLogoutUri", "https URL; http on loopback",
            "Where the server tells the client that a session ended (`backchannel_logout_uri`)."),
        new FlagDefinition("BackchannelLogoutSessionRequired",
            "Whether that message must name the session (`backchannel_logout_session_required`); it always does.")
        { Default = False },
        new TextDefinition("FrontchannelLogoutUri", "https URL; http on loopback",
            "A page of the client that the browser loads when a session ends (`frontchannel_logout_uri`)."),
        new FlagDefinition("FrontchannelLogoutSessionRequired",
            "Whether the address of that page must name the session (`frontchannel_logout_session_required`).")
        { Default = False },
        Time("DefaultMaxAge", 0, Year, null,
            "How old a sign-in may be if the client's request does not say it (`default_max_age`).")
        with { Default = "any age" },
    ];
}
