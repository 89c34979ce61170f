namespace OAuth2Server.Host;

/// <summary>The settings of clients that register themselves, by the names that the library has for them.</summary>
internal sealed record RegistrationSettings
{
    private const int MinToken = 32;

    private static readonly ClientRegistrationOptions Library = new();

    public RegistrationMode Mode { get; init; }

    /// <summary>The hashes of the initial access tokens, as hexadecimal digits.</summary>
    public IReadOnlyList<string> InitialAccessTokens { get; init; } = [];

    public IReadOnlyList<string> Scopes { get; init; } = [];

    public IReadOnlyList<string> AuthorizationDetailsTypes { get; init; } = [];

    public IReadOnlyList<string> GrantTypes { get; init; } = [.. Library.GrantTypes];

    public bool SchemesWithoutDot { get; init; }

    public TimeSpan? UnusedAfter { get; init; } = Library.UnusedAfter;

    /// <summary>Whether a client that registers itself can have a grant type.</summary>
    internal bool MayUse(string grantType) => Mode != RegistrationMode.Off && GrantTypes.Contains(grantType);

    /// <summary>Whether a client that registers itself can have a scope.</summary>
    internal bool MayRequest(string scope) => Mode != RegistrationMode.Off && Scopes.Contains(scope);

    internal static RegistrationSettings Read(
        SettingsSection section, McpSettings mcp, Func<Setting, string> knownScope, Func<Setting, string> knownType)
    {
        var missing = mcp.IsOn ? nameof(RegistrationMode.Open) : nameof(RegistrationMode.Off);
        var mode = Enum.Parse<RegistrationMode>(section.Choice(nameof(Mode)) ?? missing);
        var tokens = section.Texts(nameof(InitialAccessTokens));
        foreach (var token in tokens) Check(section, token);
        if (mode == RegistrationMode.InitialAccessToken && tokens.Count == 0)
            section.Problem(nameof(InitialAccessTokens), "is missing: Mode is InitialAccessToken, so no client could register.");
        if (mode != RegistrationMode.InitialAccessToken && tokens.Count > 0)
            section.Problem(nameof(InitialAccessTokens), "is set, but Mode is not InitialAccessToken.");
        return new()
        {
            Mode = mode,
            InitialAccessTokens = [.. tokens.Select(token => Convert.ToHexStringLower(SecretHash.Of(token.Value).ToByteArray()))],
            Scopes = section.OptionalTexts(nameof(Scopes)) is { } scopes ? [.. scopes.Select(knownScope)] : mcp.Scopes,
            AuthorizationDetailsTypes = [.. section.Texts(nameof(AuthorizationDetailsTypes)).Select(knownType)],
            GrantTypes = ReadGrantTypes(section) ?? [.. Library.GrantTypes],
            SchemesWithoutDot = section.Flag(nameof(SchemesWithoutDot)) == true,
            UnusedAfter = section.Time(nameof(UnusedAfter), Library.UnusedAfter),
        };
    }

    internal void SetTo(ClientRegistrationOptions options)
    {
        (options.Mode, options.SchemesWithoutDot, options.UnusedAfter) = (Mode, SchemesWithoutDot, UnusedAfter);
        options.InitialAccessTokens = [.. InitialAccessTokens];
        options.Scopes = [.. Scopes];
        options.AuthorizationDetailsTypes = [.. AuthorizationDetailsTypes];
        options.GrantTypes = [.. GrantTypes];
    }

    private static void Check(SettingsSection section, Setting token)
    {
        var place = token.Key[(token.Key.LastIndexOf(':') + 1)..];
        var key = $"{nameof(InitialAccessTokens)}:{place}";
        if (Placeholder.Is(token.Value)) section.Problem(key, Placeholder.Problem);
        else if (token.Value.Length < MinToken)
        {
            section.Problem(key, $"has {token.Value.Length} characters and needs at least {MinToken}: make one with openssl rand -hex 32.");
        }
        else if (!token.Value.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.' or '_' or '~'))
        {
            section.Problem(key, "has characters that a bearer token should not have: use letters, digits, - . _ and ~ (RFC 6750 §2.1).");
        }
    }

    private static IReadOnlyList<string>? ReadGrantTypes(SettingsSection section)
    {
        if (section.OptionalTexts(nameof(GrantTypes)) is not { } grants) return null;
        foreach (var grant in grants.Where(grant => !Grants.Available.Contains(grant.Value)))
        {
            section.Problem(nameof(GrantTypes),
                $"has '{grant.Value}', which is not a grant type of this server: {string.Join(", ", Grants.Available)}.");
        }
        return [.. grants.Select(grant => grant.Value)];
    }
}
