namespace OAuth2Server.EntityFrameworkCore;

/// <summary>The SQL that finds the live authorizations of a resource owner, each once, those that were granted last first.</summary>
internal sealed class LiveAuthorizations(TableMap<AccessTokenRow> access, TableMap<CredentialRow> credentials, ActiveFamilies active)
{
    /// <summary>Those with a credential that is neither consumed nor expired, and when one of the family was consumed last.</summary>
    internal Statement ByCredential { get; } = Of(credentials, credentials.Name, active, $"""
        t.{credentials[nameof(CredentialRow.ConsumedAt)]} IS NULL
        AND (t.{credentials[nameof(CredentialRow.ExpiresAt)]} IS NULL OR t.{credentials[nameof(CredentialRow.ExpiresAt)]} > @now)
        """, $"""
        (
            SELECT MAX(p.{credentials[nameof(CredentialRow.ConsumedAt)]})
            FROM {credentials.Name} p
            WHERE p.{credentials[nameof(CredentialRow.AuthorizationId)]} = t.{credentials[nameof(CredentialRow.AuthorizationId)]})
        """);

    /// <summary>Those with an access token that is not expired, and when the last of these was issued.</summary>
    internal Statement ByAccessToken { get; } = Of(
        access,
        access.Name,
        active,
        $"t.{access[nameof(AccessTokenRow.ExpiresAt)]} > @now",
        $"MAX(t.{access[nameof(AccessTokenRow.IssuedAt)]})",
        nameof(AccessTokenRow.Id));

    private static Statement Of(ITableMap t, string name, ActiveFamilies active, string isOfUse, string used, string? ownId = null)
    {
        var columns = string.Join(", ", LiveAuthorizationRow.OfAuthorization.Names().Select(property => "t." + t[property]));
        var (grantedAt, endsAt) = ($"t.{t[nameof(AuthorizationColumns.GrantedAt)]}", $"t.{t[nameof(AuthorizationColumns.EndsAt)]}");
        return Statement.Query($"""
            SELECT {columns}, {used}
            FROM {name} t
            WHERE t.{t[nameof(AuthorizationColumns.Subject)]} = @subject
            AND t.{t[nameof(AuthorizationColumns.Issuer)]} = @issuer
            AND ({endsAt} IS NULL OR {endsAt} > @now)
            AND {isOfUse}
            AND {active.Of(t, "t", ownId)}
            GROUP BY {columns}
            ORDER BY {grantedAt} DESC
            LIMIT @limit
            """, "issuer", "subject", "now", "limit");
    }
}
