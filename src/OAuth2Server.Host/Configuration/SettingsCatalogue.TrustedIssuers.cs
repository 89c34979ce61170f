using OAuth2Server.Jwt;

namespace OAuth2Server.Host;

/// <content>Issuers whose assertions are accepted.</content>
internal static partial class SettingsCatalogue
{
    // A property: a field of this file would not have its value yet when the settings of the server are made.
    private static TrustedIssuer UsualIssuer => new();

    private static ListDefinition TrustedIssuers => new(TrustedIssuerSettings.Group,
    [
        new TextDefinition(nameof(TrustedIssuer.Issuer), "text; for an authorization server its https URL",
            "An issuer whose [assertions about users](jwt-bearer.md) are accepted instead of a sign-in here (`iss`).")
        { Default = Required },
        new TextDefinition(nameof(TrustedIssuer.JwksUri), "https URL; http on loopback",
            "Where the issuer publishes its public keys. Addresses in private networks need `OpenIdConnect:AllowPrivateAddresses`. One of "
            + "the three has the keys."),
        new TextDefinition("JwksFile", "path", "A file with the public keys of the issuer as a JSON Web Key Set, read at the start."),
        new JsonDefinition(nameof(TrustedIssuer.Jwks), "The public keys of the issuer as a JSON Web Key Set (RFC 7517 §5)."),
        new TextsDefinition(nameof(TrustedIssuer.Algorithms), string.Join(", ", SigningAlgorithm.All.Select(Code)),
            "The signature algorithms of its assertions.")
        { Default = "all of them" },
        new TextsDefinition(nameof(TrustedIssuer.Clients), "client ids",
            $"The clients that may use its assertions. Each needs the grant type `{JwtBearerGrant.Name}`.")
        { Default = Required },
        new TextsDefinition(nameof(TrustedIssuer.Scopes), "scope names", "The most scope that its assertions can give.")
        { Default = Required },
        new TextsDefinition(nameof(TrustedIssuer.Audiences), "some of `Resources`", "The resources that tokens of its assertions are for.")
        { Default = "every resource" },
        .. SubjectMappings,
        .. AssertionLimits,
    ]);

    private static IReadOnlyList<SettingDefinition> SubjectMappings =>
    [
        new ChoiceDefinition("SubjectMapping", [nameof(MappingKind.Users), nameof(MappingKind.Email), nameof(MappingKind.Subject)],
            "How its users are found here: by the table `Users`; by the verified e-mail address in the assertion, which is the user name "
            + "here; or by the same identifier (`sub`), for two servers with the same accounts.")
        { Default = Code(nameof(MappingKind.Users)) },
        new ListDefinition("Users",
        [
            new TextDefinition("Subject", "text", "A user by the identifier of the issuer (`sub`).") { Default = Required },
            new TextDefinition("Username", "user name", "The name of the account here. A user without account is refused.")
            { Default = Required },
        ]),
    ];

    private static IReadOnlyList<SettingDefinition> AssertionLimits =>
    [
        new FlagDefinition(nameof(TrustedIssuer.AcceptsIdentityAssertions),
            "Whether identity assertions (ID-JAG) are accepted: each is for one client.")
        { Default = True },
        new FlagDefinition(nameof(TrustedIssuer.AcceptsPlainAssertions),
            "Whether JWTs without a type of their own are accepted (RFC 7523 §2.1). They name no client: each of `Clients` can use one.")
        { Default = False },
        new FlagDefinition(nameof(TrustedIssuer.AllowPublicClients),
            "Whether public clients may use its assertions. Any party can name a public client; the log at start has a warning.")
        { Default = False },
        Time(nameof(TrustedIssuer.MaxLifetime), 60, 3600, UsualIssuer.MaxLifetime,
            "How far the end of an assertion (`exp`) may be in the future."),
        Time(nameof(TrustedIssuer.MaxAccessTokenLifetime), 60, 24 * 3600, UsualIssuer.MaxAccessTokenLifetime,
            "The longest lifetime of an access token that an assertion gives. A shorter one of the client or the server stays."),
    ];
}
