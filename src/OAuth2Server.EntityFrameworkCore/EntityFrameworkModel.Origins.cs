namespace OAuth2Server.EntityFrameworkCore;

/// <content>Origins of browser clients.</content>
public partial class EntityFrameworkModel<TContext>
{
    /// <inheritdoc/>
    public virtual async ValueTask<bool> IsClientOriginAsync(string origin, OAuthContext context, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(origin);
        var rows = await _store.ListAsync(_store.Sql.FindPublicClients, Shapes.Client, new Parameters().Add($"%{Statements.Literally(origin)}%"), ct);
        // The pattern finds candidates: https://app.example.com.evil.example has the text of https://app.example.com in it.
        return rows.Any(row => Readable(row, ClientOf, "clients", r => r.Id) is { Type: ClientType.Public } client && client.RedirectUris.Any(uri => WebOrigin.Of(uri) == origin));
    }
}
