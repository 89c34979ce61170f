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

    /// <summary><see cref="Consent.Id"/>; after a withdrawal that of the consent that was withdrawn.</summary>
    public string ConsentId { get; set; } = "";

    /// <summary>What was allowed to requests without a resource, space-separated; null after a withdrawal.</summary>
    public string? Scope { get; set; }

    /// <summary><see cref="Consent.Resources"/> as a JSON array in which each resource is followed by its scope; null for none.</summary>
    public string? Resources { get; set; }

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
        Column.Text<ConsentRow>(nameof(ConsentId), r => r.ConsentId, (r, v) => r.ConsentId = v),
        Column.Text<ConsentRow>(nameof(Scope), r => r.Scope, (r, v) => r.Scope = v),
        Column.Text<ConsentRow>(nameof(Resources), r => r.Resources, (r, v) => r.Resources = v),
        Column.Number<ConsentRow>(nameof(GrantedAt), r => r.GrantedAt, (r, v) => r.GrantedAt = v),
    ];

    internal static ConsentRow Of(Consent consent) => new()
    {
        Issuer = consent.Issuer,
        Subject = consent.Subject,
        ClientId = consent.ClientId,
        ConsentId = consent.Id,
        Scope = consent.Scope.ToString(),
        Resources = TextList.ToStore([.. consent.Resources.SelectMany(entry => new[] { entry.Resource, entry.Scope.ToString() })]),
        GrantedAt = consent.GrantedAt.UtcTicks,
    };

    internal Consent ToConsent() => new()
    {
        Id = ConsentId,
        Issuer = Issuer,
        Subject = Subject,
        ClientId = ClientId,
        Scope = OAuth2Server.Scope.Parse(Scope),
        Resources = [.. TextList.FromStore(Resources).Chunk(2).Select(ToResource)],
        GrantedAt = Ticks.ToTime(GrantedAt),
    };

    private static ConsentedResource ToResource(string[] pair) => pair is [var resource, var scope]
        ? new(resource, OAuth2Server.Scope.Parse(scope))
        : throw new FormatException("A stored consent has a resource without its scope.");
}
