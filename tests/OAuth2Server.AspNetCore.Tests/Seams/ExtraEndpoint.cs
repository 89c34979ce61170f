using System.Text.Json;

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
            return Json("client_id", client.Id);
        }
        return await model.GetClientAsync(body.GetProperty("client_id").GetString()!, context, ct) is { } named
            ? Json("client_type", named.Type.ToString())
            : OAuthError.InvalidRequest("The client is unknown.");
    }

    /// <summary>200 with a JSON object of one member.</summary>
    internal static OAuthResponse Json(string name, string? value) =>
        OAuthResponse.Json(JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, string?> { [name] = value }));
}

/// <summary>An endpoint with a path at the root, whose answers every page may read.</summary>
internal sealed class WellKnownEndpoint : IEndpoint
{
    public string Name => "well_known_extra";

    public string Path => "/.well-known/extra";

    public BrowserAccess Browsers => BrowserAccess.EveryOrigin;

    public void Describe(ServerMetadata metadata) => metadata.Add("well_known_extra", metadata.UrlOf(this));

    public ValueTask<Outcome<OAuthResponse>> HandleAsync(OAuthContext context, CancellationToken ct) =>
        new(ExtraEndpoint.Json("issuer", context.Issuer));
}
