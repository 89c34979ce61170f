namespace OAuth2Server.AspNetCore.Tests.Seams;

/// <summary>An endpoint of another package. It answers with the client, throws where the request says so, and reads JSON.</summary>
internal sealed class ExtraEndpoint(ClientAuthentication clients, IOAuthModel model) : IEndpoint
{
    public string Name => "extra";

    public string Path => "/extra";

    public BrowserAccess Browsers => BrowserAccess.ClientOrigins;

    public void Describe(ServerMetadata metadata) => metadata.Add("extra_endpoint", metadata.UrlOf(this));

    public async ValueTask<Outcome<OAuthResponse>> HandleAsync(OAuthContext context, CancellationToken ct)
    {
        if (context["fail"] is not null) throw new InvalidOperationException("The database is away.");
        if (context.Request.Body.Json().IsError(out _, out var body))
        {
            if ((await clients.AuthenticateAsync(context, ct)).IsError(out var refused, out var client)) return refused;
            return OAuthResponse.Json(client, static (json, client) => json.WriteString("client_id", client.Id));
        }
        return await model.GetClientAsync(body.GetProperty("client_id").GetString()!, context, ct) is { } named
            ? OAuthResponse.Json(named, static (json, named) => json.WriteString("client_type", named.Type.ToString()))
            : OAuthError.InvalidRequest("The client is unknown.");
    }
}

/// <summary>An endpoint with a path at the root, whose answers every page may read.</summary>
internal sealed class WellKnownEndpoint : IEndpoint
{
    public string Name => "well_known_extra";

    public string Path => "/.well-known/extra";

    public BrowserAccess Browsers => BrowserAccess.EveryOrigin;

    public ValueTask<Outcome<OAuthResponse>> HandleAsync(OAuthContext context, CancellationToken ct) =>
        new(OAuthResponse.Json(context, static (json, context) => json.WriteString("issuer", context.Issuer)));
}
