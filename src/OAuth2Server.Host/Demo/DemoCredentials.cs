namespace OAuth2Server.Host;

/// <summary>The client and the user of the demo. Each start makes new secrets for them.</summary>
internal sealed record DemoCredentials(string ClientId, string ClientSecret, string Username, string Password)
{
    /// <summary>The redirect URI of the demo client; any port is accepted (RFC 8252 §7.3).</summary>
    internal const string RedirectUri = "http://127.0.0.1:9999/cb";

    internal static DemoCredentials Create() => new("demo-client", RandomWord.Next(), "demo-user", RandomWord.Next(12));

    /// <summary>The settings of a server that has only this client and this user.</summary>
    internal HostSettings ToSettings() => new()
    {
        Demo = true,
        Scopes = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["read"] = "Read your data",
            ["write"] = "Change your data",
        },
        DefaultScopes = ["read"],
        Clients = [new(DemoClient(), ClientSecret)],
        Users = [new(Username, Password)],
        // The store has the user of the last start already, with the password of that start.
        ResetPasswords = true,
    };

    /// <summary>The names only, without the secrets.</summary>
    public override string ToString() => $"DemoCredentials({ClientId}, {Username})";

    private Client DemoClient() => new()
    {
        Id = ClientId,
        Type = ClientType.Confidential,
        DisplayName = "Demo client",
        GrantTypes = [AuthorizationCodeGrant.Name, RefreshTokenGrant.Name, ClientCredentialsGrant.Name, DeviceCodeGrant.Name],
        RedirectUris = [RedirectUri],
        Scope = Scope.Of("read", "write"),
    };
}
