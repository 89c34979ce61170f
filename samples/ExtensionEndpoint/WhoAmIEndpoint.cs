using System.Text.Json;
using OAuth2Server;

// snippet: WhoAmIEndpoint
/// <summary>An endpoint that shows a client what is registered for it.</summary>
/// <param name="clients">Dependency injection supplies constructor arguments: services and model interfaces.</param>
public sealed class WhoAmIEndpoint(ClientAuthentication clients) : IEndpoint
{
    public string Name => "whoami";

    public string Path => "/whoami";

    public void Describe(ServerMetadata metadata) => metadata.Add("whoami_endpoint", metadata.UrlOf(this));

    public async ValueTask<Outcome<OAuthResponse>> HandleAsync(OAuthContext context, CancellationToken ct)
    {
        if (context.Request.Method != "POST") return OAuthError.MethodNotAllowed("POST");
        if (context.Parameters.Malformed is { } malformed) return malformed;
        if ((await clients.AuthenticateAsync(context, ct)).IsError(out var refused, out var client)) return refused;

        var registered = new { client_id = client.Id, scope = client.Scope.ToString() };
        return OAuthResponse.Json(JsonSerializer.SerializeToUtf8Bytes(registered));
    }
}
// end-snippet
