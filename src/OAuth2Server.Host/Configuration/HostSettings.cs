using System.Net;
using OAuth2Server.AspNetCore;

namespace OAuth2Server.Host;

/// <summary>The section <c>OAuth2Server</c> of the configuration, after it was read and checked.</summary>
internal sealed record HostSettings
{
    /// <summary>The name of the section.</summary>
    internal const string Section = "OAuth2Server";

    /// <summary>The settings of an empty section.</summary>
    internal static HostSettings Default { get; } = new();

    /// <summary>The issuer; null is the loopback address that the server listens on.</summary>
    public string? Issuer { get; init; }

    /// <summary>The store.</summary>
    public StoreSettings Store { get; init; } = StoreSettings.Default;

    /// <summary>Whether <c>/demo/read</c>, <c>/demo/write</c> and <c>/demo/step-up</c> exist.</summary>
    public bool Demo { get; init; }

    /// <summary>Whether plain http is accepted on any address, because a proxy in front of the server uses https.</summary>
    public bool BehindTlsProxy { get; init; }

    /// <summary>The networks of proxies whose <c>X-Forwarded-For</c> is trusted; loopback is always trusted.</summary>
    public IReadOnlyList<IPNetwork> KnownProxies { get; init; } = [];

    /// <summary>Where metrics and traces are sent.</summary>
    public TelemetrySettings Telemetry { get; init; } = new();

    /// <summary>The keys that sign tokens, and the key that encrypts them.</summary>
    public KeySettings Keys { get; init; } = new();

    /// <summary>The algorithm that signs introspection answers; null for RS256, or what the profile allows.</summary>
    public string? IntrospectionSigningAlgorithm { get; init; }

    /// <summary>What the server says about a sign-in on its page.</summary>
    public SignInSettings SignIn { get; init; } = new();

    /// <summary>OpenID Connect.</summary>
    public OpenIdSettings OpenId { get; init; } = new();

    /// <summary>Token exchange.</summary>
    public TokenExchangeSettings TokenExchange { get; init; } = new();

    /// <summary>Issuers whose assertions are accepted.</summary>
    public TrustedIssuerSettings Trusted { get; init; } = new();

    /// <summary>The profile that the server and its clients follow.</summary>
    public SecurityProfile Profile { get; init; }

    /// <summary>How tokens are bound to keys of clients.</summary>
    public DPoPSettings DPoP { get; init; } = new();

    /// <summary>Certificates of clients.</summary>
    public MutualTlsSettings MutualTls { get; init; } = new();

    /// <summary>The lifetimes of codes and tokens.</summary>
    public TokenSettings Tokens { get; init; } = new();

    /// <summary>The request headers that pages of other origins may send.</summary>
    public IReadOnlyList<string> CorsAllowedHeaders { get; init; } = [.. new OAuth2AspNetCoreOptions().CorsAllowedHeaders];

    /// <summary>The names of the scopes, and the text for each on the consent page.</summary>
    public IReadOnlyDictionary<string, string> Scopes { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>The names of the scopes that the metadata does not list.</summary>
    public IReadOnlyList<string> UnpublishedScopes { get; init; } = [];

    /// <summary>The scope of a request that names no scope; empty means all scopes of the client.</summary>
    public IReadOnlyList<string> DefaultScopes { get; init; } = [];

    /// <summary>The audience of a JWT access token without a resource; null for none.</summary>
    public string? DefaultResource { get; init; }

    /// <summary>The types of authorization details that requests can have.</summary>
    public IReadOnlyList<DeclaredDetailsType> DetailsTypes { get; init; } = [];

    /// <summary>The resources that a request can name.</summary>
    public IReadOnlyList<ProtectedResource> Resources { get; init; } = [];

    /// <summary>Servers of the Model Context Protocol.</summary>
    public McpSettings Mcp { get; init; } = new();

    /// <summary>Clients that register themselves.</summary>
    public RegistrationSettings Registration { get; init; } = new();

    /// <summary>Clients that describe themselves by a document.</summary>
    public ClientDocumentSettings ClientDocuments { get; init; } = new();

    /// <summary>The clients.</summary>
    public IReadOnlyList<ClientSettings> Clients { get; init; } = [];

    /// <summary>The users.</summary>
    public IReadOnlyList<UserSettings> Users { get; init; } = [];

    /// <summary>Whether each start sets the passwords of the users; false sets a password only when the user is created.</summary>
    public bool ResetPasswords { get; init; }

    /// <summary>What is allowed in the settings and still dangerous.</summary>
    public IReadOnlyList<Finding> Findings { get; init; } = [];

    /// <summary>Information for the log at start, each as a sentence.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];
}

/// <summary>A client with its secrets.</summary>
/// <param name="Client">The client.</param>
/// <param name="Secret">Its secret; null for a public client.</param>
internal sealed record ClientSettings(Client Client, string? Secret)
{
    /// <summary>The secret before this one, while it is valid too.</summary>
    public PreviousSecret? PreviousSecret { get; init; }

    /// <summary>True refuses the client, false enables it again, null leaves it as it is in the store.</summary>
    public bool? Disabled { get; init; }

    /// <summary>The id only, without the secret.</summary>
    public override string ToString() => Client.ToString();
}

/// <summary>A user.</summary>
/// <param name="Username">The name that the user types.</param>
/// <param name="Password">The password of a new account; empty for an account that is closed.</param>
/// <param name="Disabled">True closes the account, false opens it again, null leaves it as it is.</param>
internal sealed record UserSettings(string Username, string Password, bool? Disabled = null)
{
    /// <summary>The name only, without the password.</summary>
    public override string ToString() => $"User({Username})";
}

/// <summary>The setting <c>Telemetry</c>.</summary>
/// <param name="Otlp">The URL for metrics and traces; null takes the standard environment variable.</param>
/// <param name="Protocol">The protocol, by its OpenTelemetry name; null takes the standard environment variable, or else gRPC.</param>
internal sealed record TelemetrySettings(string? Otlp = null, string? Protocol = null);
