namespace OAuth2Server;

/// <content>Origins of browser clients.</content>
public partial class InMemoryModel : IClientOriginModel
{
    /// <inheritdoc/>
    public ValueTask<bool> IsClientOriginAsync(string origin, OAuthContext context, CancellationToken ct) =>
        new(_clients.Values.Any(found => found.Client.Type == ClientType.Public && found.Client.RedirectUris.Any(uri => WebOrigin.Of(uri) == origin)));
}
