namespace OAuth2Server.EntityFrameworkCore;

/// <content>Origins of browser clients.</content>
public partial class EntityFrameworkModel<TContext>
{
    /// <inheritdoc/>
    public virtual async ValueTask<bool> IsClientOriginAsync(string origin, OAuthContext context, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(origin);
        var pattern = new Arguments().Add($"%{Clients.Literally(origin)}%");
        var rows = await _store.ListAsync(_store.Sql.Clients.FindPublic, ClientRow.Shape, pattern, ct);
        // The pattern finds candidates only: https://app.example.com.evil.example contains https://app.example.com.
        return rows.Any(row => Readable(row, ClientOf, "clients", r => r.Id) is { Type: ClientType.Public } client
            && client.RedirectUris.Any(uri => WebOrigin.Of(uri) == origin));
    }
}
