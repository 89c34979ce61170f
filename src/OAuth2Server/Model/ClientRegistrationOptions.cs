namespace OAuth2Server;

/// <summary>The settings of dynamic client registration (RFC 7591, RFC 7592).</summary>
public sealed class ClientRegistrationOptions
{
    private const int HashLength = 2 * SecretHash.Size;

    /// <summary>Who may register a client.</summary>
    /// <value>Default <see cref="RegistrationMode.Off"/>.</value>
    public RegistrationMode Mode { get; set; }

    /// <summary>The SHA-256 hashes of the initial access tokens (RFC 7591 §3), each as 64 hexadecimal digits. A token must have at least
    /// 128 random bits.</summary>
    /// <value>Default empty. Used with <see cref="RegistrationMode.InitialAccessToken"/>, where one is required.</value>
    public IList<string> InitialAccessTokens { get; set; } = [];

    /// <summary>The scope names that a client may register for. Of the requested ones the others are left out; a client that names none
    /// gets all of them.</summary>
    /// <value>Default empty: a client gets no scope.</value>
    public IList<string> Scopes { get; set; } = [];

    /// <summary>The types of authorization details that a client may register for (<c>authorization_details_types</c>, RFC 9396 §10). Of
    /// the requested ones the others are left out; a client that names none gets all of them.</summary>
    /// <value>Default empty: a client gets no type.</value>
    public IList<string> AuthorizationDetailsTypes { get; set; } = [];

    /// <summary>The grant types that a client may register for, as far as the server has them. Of the requested ones the others are left
    /// out.</summary>
    /// <value>Default <c>authorization_code</c> and <c>refresh_token</c>. With <c>client_credentials</c> each client that registers gets
    /// access to the scopes without a user.</value>
    public IList<string> GrantTypes { get; set; } = ["authorization_code", "refresh_token"];

    /// <summary>Whether a redirect URI may have a private-use scheme without a dot, as those of some editors have
    /// (<see cref="Client.SchemesWithoutDot"/>).</summary>
    /// <value>Default false (RFC 8252 §7.1).</value>
    public bool SchemesWithoutDot { get; set; }

    /// <summary>The time after which a client that never got a token is removed, where the store is pruned.</summary>
    /// <value>1 hour to 365 days; default 7 days; null keeps every client.</value>
    public TimeSpan? UnusedAfter { get; set; } = TimeSpan.FromDays(7);

    /// <summary>The problems of the settings, each as a sentence that names the setting.</summary>
    internal IEnumerable<string> Validate()
    {
        if (!Enum.IsDefined(Mode)) yield return $"ClientRegistration.Mode {Mode} does not exist.";
        foreach (var hash in InitialAccessTokens.Where(hash => hash.Length != HashLength || !hash.All(char.IsAsciiHexDigit)))
            yield return $"ClientRegistration.InitialAccessTokens must have SHA-256 hashes of {HashLength} hexadecimal digits; one has " +
                $"{hash.Length} characters.";
        if (Mode == RegistrationMode.InitialAccessToken && InitialAccessTokens.Count == 0)
            yield return "ClientRegistration.Mode is InitialAccessToken, and InitialAccessTokens is empty: no client could register.";
        foreach (var name in Scopes.Where(name => !Grammar.IsNqChar(name)))
            yield return $"ClientRegistration.Scopes holds '{name}', which is no scope name (RFC 6749 §3.3).";
        foreach (var type in AuthorizationDetailsTypes.Where(type => !Grammar.IsNqChar(type)))
            yield return $"ClientRegistration.AuthorizationDetailsTypes holds '{type}': use visible ASCII without space, quote and " +
                "backslash.";
        if (UnusedAfter < TimeSpan.FromHours(1) || UnusedAfter > TimeSpan.FromDays(365))
            yield return "ClientRegistration.UnusedAfter must be from 1 hour to 365 days, or null.";
    }

    /// <summary>The settings that are allowed but dangerous, each as a sentence for the log at start.</summary>
    internal IEnumerable<string> Warnings()
    {
        if (Mode == RegistrationMode.Off) yield break;
        if (Mode == RegistrationMode.Open)
            yield return "ClientRegistration.Mode is Open: everyone can register a client with any name and show its consent page to " +
                "your " +
                "users (RFC 7591 §5).";
        if (Mode == RegistrationMode.Open && GrantTypes.Contains("client_credentials"))
            yield return "ClientRegistration.GrantTypes has client_credentials and Mode is Open: everyone can get a token for " +
                "ClientRegistration.Scopes without a user.";
        if (Scopes.Count == 0) yield return "ClientRegistration.Scopes is empty: a client that registers gets no scope.";
    }

    internal bool Accepts(Secret initialAccessToken)
    {
        var presented = initialAccessToken.Hash;
        // Each is compared, so that the time does not tell which one is near.
        var found = false;
        foreach (var hash in InitialAccessTokens) found |= SecretHash.FromBytes(Convert.FromHexString(hash)).Equals(presented);
        return found;
    }
}
