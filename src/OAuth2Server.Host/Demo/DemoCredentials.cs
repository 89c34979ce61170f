namespace OAuth2Server.Host;

/// <summary>A client and a user for a first look, with secrets made anew at each start.</summary>
internal sealed record DemoCredentials(string ClientId, string ClientSecret, string Username, string Password)
{
    /// <summary>Where the demo client waits for codes; any port will do (RFC 8252 §7.3).</summary>
    internal const string RedirectUri = "http://127.0.0.1:9999/cb";

    internal static DemoCredentials Create() => new("demo-client", RandomWord.Next(), "demo-user", RandomWord.Next(12));

    /// <summary>The settings of a server that only has these.</summary>
    internal HostSettings ToSettings() => new()
    {
        Demo = true,
        Scopes = new Dictionary<string, string>(StringComparer.Ordinal) { ["read"] = "Read your data", ["write"] = "Change your data" },
        DefaultScopes = ["read"],
        Clients = [new(DemoClient(), ClientSecret)],
        Users = [new(Username, Password)],
        // The store remembers the user of the last start, whose password nobody may know any more.
        ResetPasswords = true,
    };

    /// <summary>The names alone.</summary>
    public override string ToString() => $"DemoCredentials({ClientId}, {Username})";

    private HostClient DemoClient() => new()
    {
        Id = ClientId,
        Type = ClientType.Confidential,
        DisplayName = "Demo client",
        GrantTypes = [AuthorizationCodeGrant.Name, RefreshTokenGrant.Name, ClientCredentialsGrant.Name, DeviceCodeGrant.Name],
        RedirectUris = [RedirectUri],
        Scope = Scope.Of("read", "write"),
    };
}
