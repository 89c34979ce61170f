namespace OAuth2Server.EntityFrameworkCore;

/// <summary>One registered client.</summary>
public sealed class ClientRow
{
    /// <summary>The key of <see cref="Client.DisplayName"/> among the properties.</summary>
    public const string DisplayNameProperty = "display_name";

    /// <summary><see cref="Client.Id"/>.</summary>
    public string Id { get; set; } = "";

    /// <summary><c>public</c> or <c>confidential</c>.</summary>
    public string Type { get; set; } = "";

    /// <summary>SHA-256 of the secret; null for a client without one.</summary>
    public byte[]? SecretHash { get; set; }

    /// <summary><see cref="Client.AuthenticationMethods"/> as a JSON array; null for the default.</summary>
    public string? AuthenticationMethods { get; set; }

    /// <summary><see cref="Client.GrantTypes"/> as a JSON array; null for none.</summary>
    public string? GrantTypes { get; set; }

    /// <summary><see cref="Client.RedirectUris"/> as a JSON array; null for none.</summary>
    public string? RedirectUris { get; set; }

    /// <summary><see cref="Client.Scope"/>, space-separated.</summary>
    public string Scope { get; set; } = "";

    /// <summary><see cref="Client.AccessTokenLifetime"/> in ticks; null for the server's.</summary>
    public long? AccessTokenLifetime { get; set; }

    /// <summary><see cref="Client.RefreshTokenLifetime"/> in ticks; null for the server's.</summary>
    public long? RefreshTokenLifetime { get; set; }

    /// <summary><see cref="Client.RequirePkce"/>.</summary>
    public bool RequirePkce { get; set; } = true;

    /// <summary>True refuses the client: it gets nothing new.</summary>
    public bool Disabled { get; set; }

    /// <summary><see cref="Client.Properties"/> as a JSON object; null for none.</summary>
    public string? Properties { get; set; }

    internal void Set(Client client, SecretHash? secret)
    {
        Id = client.Id;
        Type = client.Type == ClientType.Public ? "public" : "confidential";
        SecretHash = secret?.ToByteArray();
        AuthenticationMethods = TextList.ToStore(client.AuthenticationMethods);
        GrantTypes = TextList.ToStore(client.GrantTypes);
        RedirectUris = TextList.ToStore(client.RedirectUris);
        Scope = client.Scope.ToString();
        AccessTokenLifetime = client.AccessTokenLifetime?.Ticks;
        RefreshTokenLifetime = client.RefreshTokenLifetime?.Ticks;
        RequirePkce = client.RequirePkce;
        Disabled = false;
        Properties = TextList.NullIfEmpty(
            client.DisplayName is { } name ? client.Properties.With(DisplayNameProperty, name) : client.Properties);
    }

    internal Client ToClient()
    {
        var properties = OAuth2Server.Properties.FromStore(Properties);
        return ToClient(properties.Without(DisplayNameProperty)) with { DisplayName = properties[DisplayNameProperty] };
    }

    private Client ToClient(Properties properties) => new()
    {
        Id = Id,
        Type = Type switch
        {
            "public" => ClientType.Public,
            "confidential" => ClientType.Confidential,
            _ => throw new FormatException("A stored client is neither public nor confidential."),
        },
        AuthenticationMethods = TextList.FromStore(AuthenticationMethods),
        GrantTypes = TextList.FromStore(GrantTypes),
        RedirectUris = TextList.FromStore(RedirectUris),
        Scope = OAuth2Server.Scope.Parse(Scope),
        AccessTokenLifetime = AccessTokenLifetime is { } access ? new(access) : null,
        RefreshTokenLifetime = RefreshTokenLifetime is { } refresh ? new(refresh) : null,
        RequirePkce = RequirePkce,
        Properties = properties,
    };
}
