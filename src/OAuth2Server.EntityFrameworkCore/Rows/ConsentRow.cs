namespace OAuth2Server.EntityFrameworkCore;

/// <summary>What a resource owner allowed a client, or when this consent was withdrawn.</summary>
public sealed class ConsentRow
{
    /// <summary>The issuer that asked.</summary>
    public string Issuer { get; set; } = "";

    /// <summary>The resource owner.</summary>
    public string Subject { get; set; } = "";

    /// <summary>The client.</summary>
    public string ClientId { get; set; } = "";

    /// <summary>What was allowed, space-separated; null after a withdrawal.</summary>
    public string? Scope { get; set; }

    /// <summary>When it was allowed last, in UTC ticks.</summary>
    public long GrantedAt { get; set; }

    /// <summary>When it was withdrawn last, in UTC ticks: authorizations granted until then are revoked. Null means never.</summary>
    public long? WithdrawnAt { get; set; }

    /// <summary>The columns that a consent is read from.</summary>
    internal static Column<ConsentRow>[] Shape { get; } =
    [
        Column.Text<ConsentRow>(nameof(Issuer), r => r.Issuer, (r, v) => r.Issuer = v),
        Column.Text<ConsentRow>(nameof(Subject), r => r.Subject, (r, v) => r.Subject = v),
        Column.Text<ConsentRow>(nameof(ClientId), r => r.ClientId, (r, v) => r.ClientId = v),
        Column.Text<ConsentRow>(nameof(Scope), r => r.Scope, (r, v) => r.Scope = v),
        Column.Number<ConsentRow>(nameof(GrantedAt), r => r.GrantedAt, (r, v) => r.GrantedAt = v),
    ];

    internal Consent ToConsent() => new()
    {
        Issuer = Issuer,
        Subject = Subject,
        ClientId = ClientId,
        Scope = OAuth2Server.Scope.Parse(Scope),
        GrantedAt = Ticks.ToTime(GrantedAt),
    };
}
