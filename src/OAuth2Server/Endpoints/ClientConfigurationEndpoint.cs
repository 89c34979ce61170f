using System.Text.Json;

namespace OAuth2Server;

/// <summary>The client configuration endpoint (RFC 7592 §2): a client reads, replaces or deletes its registration.</summary>
internal sealed class ClientConfigurationEndpoint(
    IClientRegistrationModel model, RegistrationReview review, IReadOnlyCollection<IClientMetadataPart> parts) : IEndpoint
{
    // Only the server sets these (RFC 7592 §2.2).
    private static readonly string[] OfServer =
        ["registration_access_token", "registration_client_uri", "client_secret_expires_at", "client_id_issued_at"];

    public string Name => EndpointName.ClientConfiguration;

    public string Path => ClientRegistrationEndpoint.Root + "/{client_id}";

    public BrowserAccess Browsers => BrowserAccess.EveryOrigin;

    /// <summary>The address of one registration. The ids of registered clients need no escapes.</summary>
    internal static string AddressOf(string clientId, OAuthContext context) =>
        $"{EndpointAddress.BaseOf(context.Issuer, context.EndpointsPath)}{ClientRegistrationEndpoint.Root}/{clientId}";

    public async ValueTask<Outcome<OAuthResponse>> HandleAsync(OAuthContext context, CancellationToken ct)
    {
        if (context.Request.Method is not ("GET" or "PUT" or "DELETE"))
            return OAuthError.MethodNotAllowed("GET, PUT, DELETE", "RFC 7592 §2");
        var path = context.Request.Uri.AbsolutePath;
        var id = path[(path.LastIndexOf('/') + 1)..];
        if ((await RegistrationAccess.FindAsync(model, id, context, ct)).IsError(out var denied, out var managed)) return denied;
        return context.Request.Method switch
        {
            "GET" => InformationOf(managed.Registration, null, managed.Token.Reveal(), context),
            "PUT" => await ReplaceAsync(managed.Registration, context, ct),
            _ => await DeleteAsync(managed.Registration, context, ct),
        };
    }

    private async ValueTask<Outcome<OAuthResponse>> ReplaceAsync(ClientRegistration before, OAuthContext context, CancellationToken ct)
    {
        if (context.Request.Body.Json().IsError(out var unreadable, out var metadata)) return unreadable;
        if (ProblemOf(metadata, before) is { } problem) return problem;
        if ((await review.RunAsync(metadata, before.Client.Id, before.Client, null, context, ct)).IsError(out var refused, out var client))
            return refused;
        // What users allowed a client that proves its identity must not come into the hands of one that does not.
        if (client.Type != before.Client.Type)
            return OAuthError.InvalidClientMetadata("token_endpoint_auth_method cannot change from or to none: register a new client.");

        var secret = RegistrationRules.NeedsSecret(client) && before.Secret is null ? RandomText.Of(RandomText.Secret) : null;
        var accessToken = RandomText.Of(RandomText.Secret);
        var after = before with
        {
            Client = client,
            Secret = !RegistrationRules.NeedsSecret(client) ? null : secret is null ? before.Secret : SecretHash.Of(secret),
            AccessToken = SecretHash.Of(accessToken),
        };
        if (!await model.ReplaceRegistrationAsync(after, before.AccessToken, context, ct)) return RegistrationAccess.NotValid(context);
        await context.ReportAsync(
            new OAuthEvent.ClientReplaced { DisplayName = client.DisplayName, RedirectUris = client.RedirectUris });
        return InformationOf(after, secret, accessToken, context);
    }

    // RFC 7592 §2.3.
    private async ValueTask<Outcome<OAuthResponse>> DeleteAsync(ClientRegistration before, OAuthContext context, CancellationToken ct)
    {
        if (!await model.DeleteRegistrationAsync(before.Client.Id, before.AccessToken, context, ct))
            return RegistrationAccess.NotValid(context);
        await context.ReportAsync(new OAuthEvent.ClientDeleted());
        return new OAuthResponse(204, [new("Cache-Control", "no-store"), new("Pragma", "no-cache")], default);
    }

    private static OAuthError? ProblemOf(JsonElement metadata, ClientRegistration before)
    {
        if (OfServer.FirstOrDefault(name => Has(metadata, name)) is { } set)
            return OAuthError.InvalidRequest($"The request must not have {set}.", "RFC 7592 §2.2");
        if (TextIn(metadata, "client_id") != before.Client.Id)
            return OAuthError.InvalidRequest("client_id must be that of the registration.", "RFC 7592 §2.2");
        // A client must not choose its secret: a person would choose one that can be guessed.
        return Has(metadata, "client_secret")
            && !(TextIn(metadata, "client_secret") is { } secret && before.Secret is { } hash && hash.Equals(SecretHash.Of(secret)))
            ? OAuthError.InvalidRequest("client_secret must be the present one, or be left out.", "RFC 7592 §2.2")
            : null;
    }

    // Null is the same as absent (RFC 7592 §2.2).
    private static bool Has(JsonElement metadata, string name) =>
        metadata.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null;

    private static string? TextIn(JsonElement metadata, string name) =>
        metadata.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private OAuthResponse InformationOf(ClientRegistration registration, string? secret, string accessToken, OAuthContext context) =>
        new ClientInformation
        {
            Registration = registration,
            Secret = secret,
            AccessToken = accessToken,
            Address = AddressOf(registration.Client.Id, context),
        }.ToResponse(200, parts);
}
