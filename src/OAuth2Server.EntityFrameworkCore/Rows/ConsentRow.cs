namespace OAuth2Server.EntityFrameworkCore;

/// <summary>What a resource owner allowed a client, or when he withdrew it.</summary>
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

    /// <summary>When it was withdrawn last, in UTC ticks: authorizations granted until then are dead. Null means never.</summary>
    public long? WithdrawnAt { get; set; }

    internal Consent ToConsent() => new()
    {
        Issuer = Issuer,
        Subject = Subject,
        ClientId = ClientId,
        Scope = OAuth2Server.Scope.Parse(Scope),
        GrantedAt = Ticks.ToTime(GrantedAt),
    };
}
