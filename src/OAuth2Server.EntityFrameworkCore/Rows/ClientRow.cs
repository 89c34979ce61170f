using System.Globalization;

namespace OAuth2Server.EntityFrameworkCore;

/// <summary>One registered client.</summary>
public sealed class ClientRow
{
    /// <summary>The key of <see cref="Client.DisplayName"/> among the properties.</summary>
    public const string DisplayNameProperty = "display_name";

    // Among the properties, too.
    private const string PreviousHashProperty = "previous_client_secret_sha256";
    private const string PreviousExpiryProperty = "previous_client_secret_expires_at";

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

    /// <summary>True refuses the client: it gets no further codes and tokens.</summary>
    public bool Disabled { get; set; }

    /// <summary><see cref="Client.Properties"/> as a JSON object; null for none.</summary>
    public string? Properties { get; set; }

    /// <summary>The columns, in the order in which they are read.</summary>
    internal static Column<ClientRow>[] Shape { get; } =
    [
        Column.Text<ClientRow>(nameof(Id), r => r.Id, (r, v) => r.Id = v),
        Column.Text<ClientRow>(nameof(Type), r => r.Type, (r, v) => r.Type = v),
        Column.Bytes<ClientRow>(nameof(SecretHash), r => r.SecretHash, (r, v) => r.SecretHash = v),
        Column.Text<ClientRow>(nameof(AuthenticationMethods), r => r.AuthenticationMethods, (r, v) => r.AuthenticationMethods = v),
        Column.Text<ClientRow>(nameof(GrantTypes), r => r.GrantTypes, (r, v) => r.GrantTypes = v),
        Column.Text<ClientRow>(nameof(RedirectUris), r => r.RedirectUris, (r, v) => r.RedirectUris = v),
        Column.Text<ClientRow>(nameof(Scope), r => r.Scope, (r, v) => r.Scope = v),
        Column.Number<ClientRow>(nameof(AccessTokenLifetime), r => r.AccessTokenLifetime, (r, v) => r.AccessTokenLifetime = v),
        Column.Number<ClientRow>(nameof(RefreshTokenLifetime), r => r.RefreshTokenLifetime, (r, v) => r.RefreshTokenLifetime = v),
        Column.Flag<ClientRow>(nameof(RequirePkce), r => r.RequirePkce, (r, v) => r.RequirePkce = v),
        Column.Flag<ClientRow>(nameof(Disabled), r => r.Disabled, (r, v) => r.Disabled = v),
        Column.Text<ClientRow>(nameof(Properties), r => r.Properties, (r, v) => r.Properties = v),
    ];

    internal void Set(Client client, SecretHash? secret, PreviousSecret? previous)
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
        Properties = TextList.NullIfEmpty(PropertiesOf(client, previous));
    }

    /// <summary>Whether a secret is the client's present one, or the one before it that has not expired.</summary>
    /// <exception cref="FormatException">The stored properties are damaged.</exception>
    /// <exception cref="ArgumentException">A stored hash or expiry is damaged.</exception>
    internal bool Accepts(SecretHash presented, DateTimeOffset now)
    {
        if (SecretHash is not { } stored) return false;
        if (OAuth2Server.SecretHash.FromBytes(stored).Equals(presented)) return true;
        var properties = OAuth2Server.Properties.FromStore(Properties);
        if (properties[PreviousHashProperty] is not { } previous || properties[PreviousExpiryProperty] is not { } expiry) return false;
        if (!long.TryParse(expiry, NumberStyles.None, CultureInfo.InvariantCulture, out var ticks))
            throw new FormatException("The expiry of a stored secret is not a number.");
        return now < new DateTimeOffset(ticks, TimeSpan.Zero)
            && OAuth2Server.SecretHash.FromBytes(Convert.FromHexString(previous)).Equals(presented);
    }

    internal Client ToClient() => ToClient(OAuth2Server.Properties.FromStore(Properties));

    private static Properties PropertiesOf(Client client, PreviousSecret? previous)
    {
        var properties = WithoutPrevious(ClientMembers.Write(client));
        if (previous is null) return properties;
        return properties
            .With(PreviousHashProperty, Convert.ToHexStringLower(previous.Hash.ToByteArray()))
            .With(PreviousExpiryProperty, previous.ExpiresAt.UtcTicks.ToString(CultureInfo.InvariantCulture));
    }

    private static Properties WithoutPrevious(Properties properties) =>
        properties.Without(PreviousHashProperty).Without(PreviousExpiryProperty);

    private Client ToClient(Properties properties) => ClientMembers.Read(
        new()
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
        },
        WithoutPrevious(properties));
}
