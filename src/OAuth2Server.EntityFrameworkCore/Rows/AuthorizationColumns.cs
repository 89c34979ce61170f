namespace OAuth2Server.EntityFrameworkCore;

/// <summary>The authorization, repeated in each row of its family, so that a look-up needs no join.</summary>
public abstract class AuthorizationColumns
{
    /// <summary>SHA-256 of the secret text, 32 bytes: the key.</summary>
    public byte[] Hash { get; set; } = [];

    /// <summary><see cref="Authorization.Id"/>.</summary>
    public string AuthorizationId { get; set; } = "";

    /// <summary><see cref="Authorization.Issuer"/>.</summary>
    public string Issuer { get; set; } = "";

    /// <summary><see cref="Authorization.ClientId"/>.</summary>
    public string ClientId { get; set; } = "";

    /// <summary><see cref="Authorization.Subject"/>.</summary>
    public string? Subject { get; set; }

    /// <summary><see cref="Authorization.Scope"/>, space-separated.</summary>
    public string GrantedScope { get; set; } = "";

    /// <summary><see cref="Authorization.Resources"/> as a JSON array; null for none.</summary>
    public string? Resources { get; set; }

    /// <summary><see cref="Authorization.GrantedAt"/> in UTC ticks of 100 ns.</summary>
    public long GrantedAt { get; set; }

    /// <summary><see cref="Authorization.EndsAt"/> in UTC ticks; null means never.</summary>
    public long? EndsAt { get; set; }

    /// <summary><see cref="Authorization.Properties"/> as a JSON object; null for none.</summary>
    public string? AuthorizationProperties { get; set; }

    internal Authorization ToAuthorization() => new()
    {
        Id = AuthorizationId,
        Issuer = Issuer,
        ClientId = ClientId,
        Subject = Subject,
        Scope = Scope.Parse(GrantedScope),
        Resources = TextList.FromStore(Resources),
        GrantedAt = Ticks.ToTime(GrantedAt),
        EndsAt = Ticks.ToTime(EndsAt),
        Properties = Properties.FromStore(AuthorizationProperties),
    };

    private protected static Column<TRow>[] AuthorizationShape<TRow>() where TRow : AuthorizationColumns =>
    [
        Column.Bytes<TRow>(nameof(Hash), r => r.Hash, (r, v) => r.Hash = v),
        Column.Text<TRow>(nameof(AuthorizationId), r => r.AuthorizationId, (r, v) => r.AuthorizationId = v),
        Column.Text<TRow>(nameof(Issuer), r => r.Issuer, (r, v) => r.Issuer = v),
        Column.Text<TRow>(nameof(ClientId), r => r.ClientId, (r, v) => r.ClientId = v),
        Column.Text<TRow>(nameof(Subject), r => r.Subject, (r, v) => r.Subject = v),
        Column.Text<TRow>(nameof(GrantedScope), r => r.GrantedScope, (r, v) => r.GrantedScope = v),
        Column.Text<TRow>(nameof(Resources), r => r.Resources, (r, v) => r.Resources = v),
        Column.Number<TRow>(nameof(GrantedAt), r => r.GrantedAt, (r, v) => r.GrantedAt = v),
        Column.Number<TRow>(nameof(EndsAt), r => r.EndsAt, (r, v) => r.EndsAt = v),
        Column.Text<TRow>(nameof(AuthorizationProperties), r => r.AuthorizationProperties, (r, v) => r.AuthorizationProperties = v),
    ];

    private protected void SetAuthorization(SecretHash hash, Authorization authorization)
    {
        Hash = hash.ToByteArray();
        AuthorizationId = authorization.Id;
        Issuer = authorization.Issuer;
        ClientId = authorization.ClientId;
        Subject = authorization.Subject;
        GrantedScope = authorization.Scope.ToString();
        Resources = TextList.ToStore(authorization.Resources);
        GrantedAt = authorization.GrantedAt.UtcTicks;
        EndsAt = authorization.EndsAt?.UtcTicks;
        AuthorizationProperties = TextList.NullIfEmpty(authorization.Properties);
    }
}
