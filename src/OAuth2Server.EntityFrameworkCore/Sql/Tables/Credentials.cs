namespace OAuth2Server.EntityFrameworkCore;

/// <summary>The SQL of codes and refresh tokens. Device codes are in the same table and have a file of their own.</summary>
internal sealed class Credentials
{
    /// <summary>The parameters of <see cref="ConsumeText"/>.</summary>
    internal static readonly string[] ConsumeParameters = ["hash", "now", "consumer", "until", "sealed", "keep"];

    private const string Prefix = "credential_";
    private readonly TableMap<CredentialRow> _t;

    internal Credentials(TableMap<CredentialRow> t, ActiveFamilies active)
    {
        _t = t;
        FindCode = Find(CredentialRow.CodeShape, CredentialRow.Code, active);
        FindRefreshToken = Find(CredentialRow.Shape, CredentialRow.Refresh, active);
        Owner = Statement.Query($"""
            SELECT CASE WHEN {t[nameof(CredentialRow.ConsumedAt)]} IS NULL THEN {t[nameof(CredentialRow.AuthorizationId)]} ELSE '' END
            FROM {t.Name}
            WHERE {t[nameof(CredentialRow.Hash)]} = @hash
            """, "hash");
        InsertCode = Statement.Write(InsertText(CredentialRow.CodeShape), ParametersOf(CredentialRow.CodeShape));
        InsertRefreshText = InsertText(CredentialRow.Shape);
        ConsumeText = Consuming(active);
        Consume = Statement.Write(ConsumeText, ConsumeParameters);
        ConsumeRefreshToken = Statement.Write([ConsumeText, ClearText], [.. ConsumeParameters, .. ClearParameters]);
    }

    /// <summary>What an insert of a refresh token needs: <see cref="CredentialRow.Shape"/>.</summary>
    internal static string[] RefreshParameters { get; } = ParametersOf(CredentialRow.Shape);

    /// <summary>The further parameter of <see cref="ClearText"/>: the family.</summary>
    internal static string[] ClearParameters { get; } = ["family"];

    internal Statement FindCode { get; }

    internal Statement FindRefreshToken { get; }

    /// <summary>The family of a fresh credential, and the empty text for one that was consumed: it was handed out already, so it cannot
    /// be what is being saved.</summary>
    internal Statement Owner { get; }

    internal Statement InsertCode { get; }

    internal string InsertRefreshText { get; }

    /// <summary>The compare-and-swap: it changes a row for exactly one consumer, and again when that consumer repeats it.</summary>
    internal Statement Consume { get; }

    /// <summary>The same for a refresh token, whose predecessors lose their sealed answers.</summary>
    internal Statement ConsumeRefreshToken { get; }

    internal string ConsumeText { get; }

    /// <summary>The condition that this statement's own consumer consumed the credential.</summary>
    internal string IsConsumed => $"""
        EXISTS (
            SELECT 1
            FROM {_t.Name} p
            WHERE p.{_t[nameof(CredentialRow.Hash)]} = @hash
            AND p.{_t[nameof(CredentialRow.ConsumedBy)]} = @consumer)
        """;

    /// <summary>Removes the sealed answers of a family when a refresh token of it was consumed. From then on a repetition of an earlier
    /// one is reuse,
    /// and an attacker who has an earlier token and the database cannot open the chain of answers.</summary>
    /// <remarks>Only rows with an answer are in the index that finds them: of thousands of consumed tokens one row is read.</remarks>
    internal string ClearText => $"""
        UPDATE {_t.Name}
        SET {_t[nameof(CredentialRow.SealedResponse)]} = NULL,
            {_t[nameof(CredentialRow.ReplayUntil)]} = NULL
        WHERE {_t[nameof(CredentialRow.AuthorizationId)]} = @family
        AND {_t[nameof(CredentialRow.ReplayUntil)]} > 0
        AND {_t[nameof(CredentialRow.Hash)]} <> @hash
        AND {IsConsumed}
        """;

    /// <summary>Inserts the successor of a consumed credential, and counts how many refreshes there were within one period.</summary>
    internal string InsertSuccessorText
    {
        get
        {
            var (since, count) = (_t[nameof(CredentialRow.RotationsSince)], _t[nameof(CredentialRow.Rotations)]);
            var isSamePeriod = $"p.{since} > @now - {CredentialRow.RotationPeriod.Ticks}";
            return $"""
                INSERT INTO {_t.Name} ({_t.List(CredentialRow.Shape.Names())}, {since}, {count})
                SELECT {TableMap<CredentialRow>.Parameters(CredentialRow.Shape.Names(), Prefix)},
                    CASE WHEN {isSamePeriod} THEN p.{since} ELSE @now END,
                    CASE WHEN {isSamePeriod} THEN p.{count} + 1 ELSE 1 END
                FROM {_t.Name} p
                WHERE p.{_t[nameof(CredentialRow.Hash)]} = @hash
                AND p.{_t[nameof(CredentialRow.ConsumedBy)]} = @consumer
                {OnConflict}
                """;
        }
    }

    /// <summary>What an insert of a row with these columns needs.</summary>
    internal static string[] ParametersOf(Column<CredentialRow>[] shape) => [.. shape.Names().Select(name => Prefix + name)];

    /// <summary>The same credential, from an insert whose answer was lost, changes nothing. Another one with its text, or a consumed one,
    /// makes the family null, which the column refuses: all of the transaction fails.</summary>
    private string OnConflict
    {
        get
        {
            var family = _t[nameof(CredentialRow.AuthorizationId)];
            return $"""
                ON CONFLICT ({_t[nameof(CredentialRow.Hash)]}) DO UPDATE
                    SET {family} = CASE
                        WHEN {_t.Name}.{family} = excluded.{family} AND {_t.Name}.{_t[nameof(CredentialRow.ConsumedAt)]} IS NULL
                        THEN excluded.{family}
                        END
                """;
        }
    }

    private Statement Find(Column<CredentialRow>[] shape, string kind, ActiveFamilies active) => Statement.Query($"""
        SELECT {_t.List(shape.Names(), "t.")}
        FROM {_t.Name} t
        WHERE t.{_t[nameof(CredentialRow.Hash)]} = @hash
        AND t.{_t[nameof(CredentialRow.Kind)]} = '{kind}'
        AND {active.Of(_t, "t")}
        """, "hash");

    /// <summary>An insert of a code, if a condition holds.</summary>
    internal string InsertCodeIf(string condition) => $"""
        INSERT INTO {_t.Name} ({_t.List(CredentialRow.CodeShape.Names())})
        SELECT {TableMap<CredentialRow>.Parameters(CredentialRow.CodeShape.Names(), Prefix)}
        WHERE {condition}
        {OnConflict}
        """;

    private string InsertText(Column<CredentialRow>[] shape) => $"""
        INSERT INTO {_t.Name} ({_t.List(shape.Names())})
        VALUES ({TableMap<CredentialRow>.Parameters(shape.Names(), Prefix)})
        {OnConflict}
        """;

    // A consumed refresh token is kept until its authorization ends, and a code as long as what it gave can be used, so that reuse is
    // recognised.
    // Of more refreshes within one period than any client needs, the further ones are kept for minutes: a client in a loop must not
    // fill the disk.
    private string Consuming(ActiveFamilies active)
    {
        var (kind, pruneAt) = (_t[nameof(CredentialRow.Kind)], _t[nameof(CredentialRow.PruneAt)]);
        return $"""
            UPDATE {_t.Name}
            SET {_t[nameof(CredentialRow.ConsumedAt)]} = @now,
                {_t[nameof(CredentialRow.ConsumedBy)]} = @consumer,
                {_t[nameof(CredentialRow.ReplayUntil)]} = @until,
                {_t[nameof(CredentialRow.SealedResponse)]} = @sealed,
                {pruneAt} = CASE
                    WHEN {kind} <> '{CredentialRow.Refresh}' THEN @keep
                    WHEN {_t[nameof(CredentialRow.Rotations)]} > {CredentialRow.RotationsKept}
                        AND {_t[nameof(CredentialRow.RotationsSince)]} > @now - {CredentialRow.RotationPeriod.Ticks}
                        THEN @now + {CredentialRow.SurplusKept.Ticks}
                    ELSE {_t[nameof(CredentialRow.EndsAt)]}
                    END
            WHERE {_t[nameof(CredentialRow.Hash)]} = @hash
            AND ({_t[nameof(CredentialRow.ConsumedAt)]} IS NULL OR {_t[nameof(CredentialRow.ConsumedBy)]} = @consumer)
            AND {active.Of(_t, _t.Name)}
            """;
    }
}
