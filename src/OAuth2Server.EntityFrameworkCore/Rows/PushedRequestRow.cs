namespace OAuth2Server.EntityFrameworkCore;

/// <summary>One pushed authorization request.</summary>
public sealed class PushedRequestRow
{
    /// <summary>SHA-256 of the reference in the <c>request_uri</c>, 32 bytes: the key.</summary>
    public byte[] Hash { get; set; } = [];

    /// <summary><see cref="PushedRequest.Issuer"/>.</summary>
    public string Issuer { get; set; } = "";

    /// <summary><see cref="PushedRequest.ClientId"/>.</summary>
    public string ClientId { get; set; } = "";

    /// <summary><see cref="PushedRequest.Parameters"/>.</summary>
    public string Parameters { get; set; } = "";

    /// <summary><see cref="PushedRequest.ExpiresAt"/> in UTC ticks of 100 ns; then the row is removed.</summary>
    public long ExpiresAt { get; set; }

    /// <summary><see cref="PushedRequest.VisitedAt"/> in UTC ticks; null before the first visit.</summary>
    public long? VisitedAt { get; set; }

    /// <summary><see cref="PushedRequest.ConsumedAt"/> in UTC ticks; null before.</summary>
    public long? ConsumedAt { get; set; }

    /// <summary>Random bytes of the caller that consumed it: one that runs again, because its answer was lost, recognises its own
    /// work.</summary>
    public byte[]? ConsumedBy { get; set; }

    /// <summary><see cref="PushedRequest.Properties"/> as a JSON object; null for none.</summary>
    public string? Properties { get; set; }

    /// <summary>The columns, in the order in which they are written and read.</summary>
    internal static Column<PushedRequestRow>[] Shape { get; } =
    [
        Column.Bytes<PushedRequestRow>(nameof(Hash), r => r.Hash, (r, v) => r.Hash = v),
        Column.Text<PushedRequestRow>(nameof(Issuer), r => r.Issuer, (r, v) => r.Issuer = v),
        Column.Text<PushedRequestRow>(nameof(ClientId), r => r.ClientId, (r, v) => r.ClientId = v),
        Column.Text<PushedRequestRow>(nameof(Parameters), r => r.Parameters, (r, v) => r.Parameters = v),
        Column.Number<PushedRequestRow>(nameof(ExpiresAt), r => r.ExpiresAt, (r, v) => r.ExpiresAt = v),
        Column.Number<PushedRequestRow>(nameof(VisitedAt), r => r.VisitedAt, (r, v) => r.VisitedAt = v),
        Column.Number<PushedRequestRow>(nameof(ConsumedAt), r => r.ConsumedAt, (r, v) => r.ConsumedAt = v),
        Column.Text<PushedRequestRow>(nameof(Properties), r => r.Properties, (r, v) => r.Properties = v),
    ];

    internal static PushedRequestRow Of(PushedRequest request) => new()
    {
        Hash = request.Hash.ToByteArray(),
        Issuer = request.Issuer,
        ClientId = request.ClientId,
        Parameters = request.Parameters,
        ExpiresAt = request.ExpiresAt.UtcTicks,
        VisitedAt = request.VisitedAt?.UtcTicks,
        ConsumedAt = request.ConsumedAt?.UtcTicks,
        Properties = TextList.NullIfEmpty(request.Properties),
    };

    internal PushedRequest ToPushedRequest() => new()
    {
        Hash = SecretHash.FromBytes(Hash),
        Issuer = Issuer,
        ClientId = ClientId,
        Parameters = Parameters,
        ExpiresAt = Ticks.ToTime(ExpiresAt),
        VisitedAt = Ticks.ToTime(VisitedAt),
        ConsumedAt = Ticks.ToTime(ConsumedAt),
        Properties = OAuth2Server.Properties.FromStore(Properties),
    };
}
