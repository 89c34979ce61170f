using OAuth2Server.Jwt;

namespace OAuth2Server.Host;

/// <summary>Every setting below <c>OAuth2Server</c>, in the order of the table in docs/host.md.</summary>
internal static partial class SettingsCatalogue
{
    private const string True = "true";
    private const string False = "false";
    private const string Required = "required";

    // The bounds of the library's own options, in seconds; a test compares them.
    private const long Century = 36525L * 24 * 3600;
    private const long Year = 365L * 24 * 3600;

    private static readonly OAuth2ServerOptions Library = new();

    /// <summary>The settings of the section itself.</summary>
    internal static IReadOnlyList<SettingDefinition> Server { get; } =
    [
        new TextDefinition("Issuer", "https URL; http on loopback",
            "The URL by which clients know the server. Required if the server listens on an address that others can reach. "
            + "If it has a path, [everything is served below that path](#pages).")
        { Default = "the loopback address that the server listens on" },
        new GroupDefinition("Store",
        [
            new ChoiceDefinition("Provider",
                [nameof(StoreProvider.Sqlite), nameof(StoreProvider.PostgreSql), nameof(StoreProvider.Memory)], "The [store](#stores).")
            { Default = Code(nameof(StoreProvider.Sqlite)) },
            new TextDefinition("ConnectionString", "text",
                "For SQLite the file, relative to the current directory. Required for PostgreSQL, not allowed for Memory.")
            { Default = Code(StoreSettings.DefaultSqlite) },
            Time("MaxClockDifference", 1, 3600, StoreSettings.Default.MaxClockDifference,
                "For PostgreSQL: a node whose clock differs from that of the database by more [does not start](#several-nodes), and is not "
                + "ready. With `none` the clocks are not compared.")
            with { MayBeEndless = true },
        ]),
        new FlagDefinition("Demo",
            "Serves `/demo/read` and `/demo/write`, protected resources for trying out tokens, and `/demo/step-up`, "
            + "which needs a [new sign-in](#authentication-context).")
        { Default = False },
        new FlagDefinition("BehindTlsProxy",
            "Accepts plain http on any address, because [a proxy](#behind-a-proxy) in front of the server uses https.")
        { Default = False },
        new TextsDefinition("KnownProxies", "IP addresses and networks (`10.1.0.0/16`)",
            "Proxies whose `X-Forwarded-For` is trusted; those on loopback are always trusted. Needs `BehindTlsProxy`."),
        new GroupDefinition("Telemetry",
        [
            new TextDefinition("Otlp", "http or https URL", "Where [metrics and traces](#telemetry) go.")
            { Default = "the variable `OTEL_EXPORTER_OTLP_ENDPOINT`, or else none" },
            new ChoiceDefinition("Protocol", ["grpc", "http/protobuf"], "The protocol for that URL. Needs `Telemetry:Otlp`.")
            { Default = "the variable `OTEL_EXPORTER_OTLP_PROTOCOL`, or else `grpc`" },
        ]),
        Keys,
        Introspection,
        SignIn,
        OpenId,
        TokenExchange,
        TrustedIssuers,
        .. Proofs,
        .. AccessTokens,
        .. Lifetimes,
        new FlagDefinition("AlwaysIssueNewRefreshToken",
            "Whether a refresh gives a new refresh token and consumes the old one. `false` has effect for confidential clients only "
            + "(RFC 9700 §4.14.2); the log at start has a warning.")
        { Default = True },
        .. TokenChecks,
        new TextsDefinition("CorsAllowedHeaders", "header names",
            "The request headers that pages of other origins may send to the token, revocation and metadata endpoints "
            + "([CORS](aspnetcore.md#browser-clients)).")
        { Default = string.Join(", ", new AspNetCore.OAuth2AspNetCoreOptions().CorsAllowedHeaders.Select(Code)) },
        new ListDefinition("Scopes",
        [
            new TextDefinition("Name", "scope name", "A scope that clients can have.") { Default = Required },
            new TextDefinition("DisplayName", "text", "The text on the consent page: \"The application wants to …\".")
            { Default = "the name" },
            new FlagDefinition("Published", "Whether the metadata lists the scope (`scopes_supported`, RFC 8414 §2).")
            { Default = True },
        ]),
        new TextsDefinition("DefaultScopes", "scope names", "The scope of a request that names no scope.")
        { Default = "all of the client's" },
        AuthorizationDetailsTypes,
        Mcp,
        Registration,
        ClientDocuments,
        new ListDefinition("Resources", Resource),
        new ListDefinition("Clients", Client),
        new ListDefinition("Users", User),
    ];

    private static IReadOnlyList<SettingDefinition> Lifetimes =>
    [
        Time("AccessTokenLifetime", 1, Century, Library.AccessTokenLifetime, "The lifetime of an access token."),
        Time("RefreshTokenLifetime", 1, Century, Library.RefreshTokenLifetime,
            "The time after which an unused refresh token expires. One that is not rotated (`AlwaysIssueNewRefreshToken`) expires then, "
            + "used or not."),
        Time("AuthorizationLifetime", 1, Century, Library.AuthorizationLifetime!.Value,
            "The lifetime of an authorization, however often it is refreshed. With `none` it does not end; the log at start has a warning.")
        with { MayBeEndless = true },
        Time("RefreshReuseInterval", 0, 60, Library.RefreshReuseInterval,
            "The time in which a client that repeats a refresh, because it did not receive the answer, gets the same answer again. "
            + "`0` disables this: each repetition is a reuse, which revokes the authorization."),
        Time("AuthorizationCodeLifetime", 1, 600, Library.AuthorizationCodeLifetime,
            "The time in which an authorization code can be redeemed (RFC 6749 §4.1.2)."),
        Time("DeviceCodeLifetime", 1, 3600, Library.DeviceCodeLifetime,
            "The lifetime of a device code: the user must open the page, sign in and answer in that time (RFC 8628 §5.1)."),
        Time("DevicePollingInterval", 1, 60, Library.DevicePollingInterval,
            "The time that a device must wait between two polls (RFC 8628 §3.5)."),
    ];

    private static IReadOnlyList<SettingDefinition> Resource =>
    [
        new TextDefinition("Resource", "absolute URI", "A resource that a request can name (RFC 8707).") { Default = Required },
        new TextsDefinition("Scopes", "scope names", "The scopes that the resource uses."),
        new TextDefinition("ClientId", "a confidential client without grant types, or with that of [token exchange](token-exchange.md)",
            "The client as which the resource [asks about tokens](endpoints.md#introspection), and exchanges them."),
        new ChoiceDefinition("AccessTokenFormat", Formats, "The format of its access tokens.")
        { Default = "that of the client, or else of the server" },
        new ChoiceDefinition("SigningAlgorithm", [.. SigningAlgorithm.All],
            "The algorithm that signs its JWT access tokens; one of `Keys:Algorithms`.")
        { Default = "the first of `Keys:Algorithms`" },
    ];

    private static IReadOnlyList<SettingDefinition> User =>
    [
        new TextDefinition("Username", $"at most {Credentials.MaxUsername} printable characters",
            "In a database, names are compared without regard to case. Names and passwords are compared in "
            + "[Unicode Normalization Form C](#accounts-and-consents). A name cannot begin or end with a space: the sign-in page removes "
            + "spaces around a typed name, never around a password.")
        { Default = Required },
        new TextDefinition("Password", $"at most {Credentials.MaxPassword} printable characters",
            "Set when the user is created, and never changed after that: the start warns of another one. "
            + "A [placeholder](#the-example) is refused.")
        { Default = "required unless `Disabled` is true" },
        new FlagDefinition("Disabled",
            "`true` [closes the account](#disable-clients-and-users), `false` opens it again. Without this key the account stays as it is.")
        { Default = "as it is" },
    ];

    private static TimeDefinition Time(string key, long least, long most, TimeSpan? @default, string meaning) =>
        new(key, TimeSpan.FromSeconds(least), TimeSpan.FromSeconds(most), meaning)
        {
            Default = @default is { } time ? Code(TimeText.Of(time)) : "the server's",
        };

    private static string Code(string text) => $"`{text}`";
}
