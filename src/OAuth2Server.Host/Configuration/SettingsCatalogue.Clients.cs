using OAuth2Server.Jwt;

namespace OAuth2Server.Host;

/// <content>The settings of a client.</content>
internal static partial class SettingsCatalogue
{
    private static IReadOnlyList<SettingDefinition> Client =>
    [
        new TextDefinition("ClientId", "visible ASCII", "The identifier of the client (RFC 6749 §2.2).") { Default = Required },
        new ChoiceDefinition("Type", [nameof(ClientType.Confidential), nameof(ClientType.Public)], "Whether the client can keep a secret.")
        { Default = Required },
        .. Secrets,
        .. Methods,
        .. ClientKeys,
        new TextDefinition("DisplayName", "text", "The name on the pages.") { Default = "the id" },
        new TextsDefinition("GrantTypes", "grant types",
            "`authorization_code`, `refresh_token`, `client_credentials`, `password`, `urn:ietf:params:oauth:grant-type:device_code`, "
            + "`urn:ietf:params:oauth:grant-type:token-exchange`. "
            + "A grant that no enabled client of the configuration has is disabled. A confidential client without grant types is a "
            + "resource server, which can [introspect](endpoints.md#introspection)."),
        new TextsDefinition("RedirectUris", "URIs",
            "https, http on loopback, or a private-use scheme with a dot. Pages at the origin of a public client's redirect URI can read "
            + "the answers of the token and revocation endpoints ([CORS](aspnetcore.md#browser-clients))."),
        new FlagDefinition("AnyLocalhostPort",
            "Whether the port of a redirect URI may differ also for the name `localhost`, and not only for `127.0.0.1` and `[::1]` "
            + "(RFC 8252 §8.3).")
        { Default = False },
        new FlagDefinition("SchemesWithoutDot",
            "Whether redirect URIs may have a private-use scheme without a dot (`exampleapp:/callback`). Any application on a device can "
            + "take such a name (RFC 8252 §7.1); the log at start has a warning.")
        { Default = False },
        .. ClientAccess,
        new FlagDefinition("RequirePkce",
            "`false` lets a confidential client request codes without PKCE; the log at start has a warning. A public client always needs "
            + "PKCE (RFC 9700 §2.1.1).")
        { Default = True },
        .. ClientTokens,
        ClientIntrospection,
        .. ClientDemands,
        .. ClientOpenId,
        .. ClientSwitches,
    ];

    private static IReadOnlyList<SettingDefinition> Methods =>
    [
        new ChoicesDefinition(ClientMethods.List, ClientMethods.Known,
            "The methods by which the client may authenticate, one in each request. `none` is for public clients. Without one of "
            + "`client_secret_…`, for a client with a [key or a certificate](#clients-with-a-key), there is no `ClientSecret`.")
        { Default = "both forms of a secret for `Confidential`, `none` for `Public`" },
        new ChoiceDefinition(ClientMethods.Single, ClientMethods.Known,
            "Instead, for a client with one method: its name (`token_endpoint_auth_method`, RFC 7591 §2).")
        { Default = $"`{ClientMethods.List}` has the methods" },
    ];

    private static IReadOnlyList<SettingDefinition> ClientAccess =>
    [
        new TextsDefinition("Scopes", "scope names", "The scopes that the client can request."),
        ClientDetailsTypes,
    ];

    private static SettingDefinition ClientIntrospection =>
        new ChoiceDefinition("IntrospectionSignedResponseAlg", [.. SigningAlgorithm.All],
            "The algorithm of the signed introspection answers to this client (`introspection_signed_response_alg`, RFC 9701 §6); one of "
            + "`Keys:Algorithms`.")
        { Default = "that of its resource, or else of `Introspection`" };

    private static IReadOnlyList<SettingDefinition> ClientSwitches =>
    [
        new FlagDefinition("FirstParty",
            "The client belongs to the operator of this server: its users [are not asked for consent](#first-party-clients). "
            + "Refused for a public client, unless all its redirect URIs are https.")
        { Default = False },
        new FlagDefinition("Disabled",
            "`true` [refuses the client](#disable-clients-and-users), `false` enables it again. Without this key it stays as it is.")
        { Default = "as it is" },
    ];

    private static IReadOnlyList<SettingDefinition> ClientTokens =>
    [
        new ChoiceDefinition("AccessTokenFormat", Formats, "The format of the client's access tokens, unless the resource has another.")
        { Default = "that of the server" },
        Time("AccessTokenLifetime", 1, Century, null, "The lifetime of the client's access tokens."),
        Time("RefreshTokenLifetime", 1, Century, null, "The time after which an unused refresh token of the client expires."),
    ];

    private static IReadOnlyList<SettingDefinition> Secrets =>
    [
        new TextDefinition("ClientSecret", "32 or more visible ASCII characters, no `+` or `%`",
            "Make one with `openssl rand -hex 32`. The store has only a hash of it. A [placeholder](#the-example) is refused.")
        { Default = "required for `Confidential`, unless it has a key" },
        new TextDefinition("PreviousClientSecret", "as `ClientSecret`",
            "The secret before this one, which [is valid too](#change-a-secret) until `PreviousClientSecretExpiresAt`."),
        new MomentDefinition("PreviousClientSecretExpiresAt",
            "When the previous secret expires, such as `2027-01-31T12:00:00Z`. Required with `PreviousClientSecret`."),
    ];
}
