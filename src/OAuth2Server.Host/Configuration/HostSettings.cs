namespace OAuth2Server.Host;

/// <summary>The section <c>OAuth2Server</c>, read and found good.</summary>
internal sealed record HostSettings
{
    /// <summary>The section's name.</summary>
    internal const string Section = "OAuth2Server";

    /// <summary>What clients know the server by; null takes the loopback address that it listens on.</summary>
    public string? Issuer { get; init; }

    /// <summary>Where everything is kept.</summary>
    public StoreSettings Store { get; init; } = StoreSettings.Default;

    /// <summary>Whether <c>/demo/read</c> and <c>/demo/write</c> exist.</summary>
    public bool Demo { get; init; }

    /// <summary>Whether plain http is accepted on any address, because a proxy in front speaks https.</summary>
    public bool BehindTlsProxy { get; init; }

    /// <summary>The proxies whose <c>X-Forwarded-For</c> is believed, beside those on loopback.</summary>
    public IReadOnlyList<System.Net.IPAddress> KnownProxies { get; init; } = [];

    /// <summary>Where metrics and traces go.</summary>
    public TelemetrySettings Telemetry { get; init; } = new();

    /// <summary>The scope names and what the consent page calls them.</summary>
    public IReadOnlyDictionary<string, string> Scopes { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>The scope of a request that names none; empty: all of the client's.</summary>
    public IReadOnlyList<string> DefaultScopes { get; init; } = [];

    /// <summary>The resources that a request may name.</summary>
    public IReadOnlyList<ProtectedResource> Resources { get; init; } = [];

    /// <summary>The clients.</summary>
    public IReadOnlyList<ClientSettings> Clients { get; init; } = [];

    /// <summary>The users.</summary>
    public IReadOnlyList<UserSettings> Users { get; init; } = [];

    /// <summary>Whether the users get their passwords at each start, and not only when they are created.</summary>
    public bool ResetPasswords { get; init; }

    /// <summary>What is accepted but worth a warning, each as a sentence.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>What the log says at start for information, each as a sentence.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];
}

/// <summary>A client, and its secret unless it is public.</summary>
internal sealed record ClientSettings(HostClient Client, string? Secret)
{
    /// <summary>The id alone.</summary>
    public override string ToString() => Client.ToString();
}

/// <summary>A user to create.</summary>
internal sealed record UserSettings(string Username, string Password)
{
    /// <summary>The name alone.</summary>
    public override string ToString() => $"User({Username})";
}
