namespace OAuth2Server.EntityFrameworkCore;

/// <content>Origins of browser clients.</content>
public partial class EntityFrameworkModel<TContext>
{
    /// <inheritdoc/>
    public virtual async ValueTask<bool> IsClientOriginAsync(string origin, OAuthContext context, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(origin);
        var pattern = new Arguments().Add($"%{Clients.Literally(WithoutLoopbackPort(origin))}%");
        var rows = await _store.ListAsync(_store.Sql.Clients.FindPublic, ClientRow.Shape, pattern, ct);
        // The pattern finds candidates only: https://app.example.com.evil.example contains https://app.example.com.
        return rows.Any(row =>
            Readable(row, static (model, r) => model.ClientOf(r), "clients", r => r.Id) is { } client && client.HasOrigin(origin));
    }

    // Plain http is for loopback addresses, whose port may differ from the registered one (RFC 8252 §7.3).
    private static string WithoutLoopbackPort(string origin)
    {
        if (!origin.StartsWith("http://", StringComparison.Ordinal)) return origin;
        var colon = origin.LastIndexOf(':');
        return colon > origin.LastIndexOf(']') && colon > "http:".Length ? origin[..colon] : origin;
    }
}
