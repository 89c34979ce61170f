using OAuth2Server.Jwt;

namespace OAuth2Server.Host;

/// <content>The settings of keys and of tokens that are signed with them.</content>
internal static partial class SettingsCatalogue
{
    private static string[] Formats => [nameof(AccessTokenFormat.Opaque), nameof(AccessTokenFormat.Jwt)];

    private static GroupDefinition Keys => new("Keys",
    [
        new TextDefinition("EncryptionKeyFile", "path",
            "A file with the [key-encryption key](#keys), relative to the current directory. Only its owner may be able to read it. "
            + "Make one with `(umask 077; openssl rand -base64 32 > FILE)`."),
        new TextDefinition("EncryptionKey", "32 bytes in base64",
            "The key-encryption key itself, for the environment variable `OAuth2Server__Keys__EncryptionKey`. "
            + "Not together with `EncryptionKeyFile`."),
        new TextsDefinition("Algorithms", "`ES256`, `ES384`, `RS256`, `PS256`",
            "The algorithms that the server has signing keys for. The first one signs unless a resource has another. "
            + "`RS256` is always needed (RFC 9068 §2.1).")
        { Default = "`ES256`, `RS256`" },
        new ChoiceDefinition("RsaKeySize", ["2048", "3072", "4096"], "The size in bits of new RSA keys.") { Default = Code("2048") },
        Time("PublishedBefore", 60, Year, TimeSpan.FromDays(1),
            "How long a new key is at `/oauth2/jwks` [before it signs](keys.md). Below 13 hours the log at start has a warning."),
        Time("SignsFor", 60, Century, TimeSpan.FromDays(90), "How long a key signs. At least `PublishedBefore`."),
        Time("RefreshEvery", 1, 3600, TimeSpan.FromMinutes(1),
            "How often a node reads the keys of the store. At most a tenth of `PublishedBefore`."),
    ]);

    private static GroupDefinition Introspection => new("Introspection",
    [
        new ChoiceDefinition("SigningAlgorithm", [.. SigningAlgorithm.All],
            "The algorithm of [introspection answers that are signed](endpoints.md#introspection) (RFC 9701), unless the client or its "
            + "resource has another; one of `Keys:Algorithms`.")
        { Default = "`RS256`; with the profile `Fapi2` the first of `Keys:Algorithms` that it allows" },
    ]);

    private static IEnumerable<SettingDefinition> TokenChecks =>
    [
        new FlagDefinition("RefuseRepeatFromOtherNetwork",
            "`true` makes a refresh that is repeated from another network than the first one a reuse, "
            + "which revokes the authorization. A phone that changes its network at that moment must sign in again.")
        { Default = False },
        new FlagDefinition("CheckClientAndUserOfTokens",
            "Whether introspection and `/demo` refuse an access token as soon as its client is disabled or its user's account is closed. "
            + "`false` saves two look-ups, and the token is accepted until it expires; the log at start has a warning.")
        { Default = True },
    ];

    private static IEnumerable<SettingDefinition> AccessTokens =>
    [
        new ChoiceDefinition("AccessTokenFormat", Formats,
            "The [format of access tokens](#jwt-access-tokens), unless the resource or the client has another.")
        { Default = Code(nameof(AccessTokenFormat.Opaque)) },
        new TextDefinition("DefaultResource", "absolute URI",
            "The audience (`aud`) of a JWT access token if the request names no resource. "
            + "Without it, a request for such a token must name one."),
    ];
}
