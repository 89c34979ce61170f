namespace OAuth2Server.EntityFrameworkCore;

/// <summary>The condition that a row's family has not ended. Every look-up has it, so that a token that is saved after its family ended
/// is refused, too.</summary>
internal sealed class ActiveFamilies(TableMap<RevocationRow> revocations, TableMap<ConsentRow> consents)
{
    /// <summary>The condition, for a row of codes or tokens.</summary>
    /// <param name="map">The row's table.</param>
    /// <param name="row">The row's name in the statement.</param>
    /// <param name="ownId">A property of the row under which it may have a tombstone of its own; null for none.</param>
    internal string Of(ITableMap map, string row, string? ownId = null)
    {
        var family = $"{row}.{map[nameof(AuthorizationColumns.AuthorizationId)]}";
        var ids = ownId is null ? family : $"{family}, {row}.{map[ownId]}";
        return $"""
            NOT EXISTS (
                SELECT 1
                FROM {revocations.Name} r
                WHERE r.{revocations[nameof(RevocationRow.AuthorizationId)]} IN ({ids}))
            AND NOT EXISTS (
                SELECT 1
                FROM {consents.Name} c
                WHERE c.{consents[nameof(ConsentRow.Subject)]} = {row}.{map[nameof(AuthorizationColumns.Subject)]}
                AND c.{consents[nameof(ConsentRow.ClientId)]} = {row}.{map[nameof(AuthorizationColumns.ClientId)]}
                AND c.{consents[nameof(ConsentRow.Issuer)]} = {row}.{map[nameof(AuthorizationColumns.Issuer)]}
                AND c.{consents[nameof(ConsentRow.WithdrawnAt)]} >= {row}.{map[nameof(AuthorizationColumns.GrantedAt)]})
            """;
    }
}
