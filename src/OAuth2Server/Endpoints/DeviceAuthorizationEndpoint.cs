namespace OAuth2Server;

/// <summary>The device authorization endpoint (RFC 8628 §3.1): a device asks for the two codes.</summary>
internal sealed class DeviceAuthorizationEndpoint(ClientAuthentication clients, IDeviceCodeModel model, OAuth2ServerOptions options, IScopeValidator scopes, TokenIssuer issuer, Journal journal)
{
    /// <summary>Of 26 billion user codes so many in a row are not taken by chance.</summary>
    private const int MaxTries = 5;

    internal async ValueTask<Outcome<OAuthResponse>> HandleAsync(OAuthContext context, CancellationToken ct)
    {
        var request = context.Request;
        if (request.Method != "POST") return Refusals.MethodNotAllowed("POST");
        if (Refusals.Unreadable(request) is { } unreadable) return unreadable;
        if ((await clients.AuthenticateAsync(context, ct)).IsError(out var refused, out var client)) return refused;

        if (!client.GrantTypes.Contains(DeviceCodeGrant.Name, StringComparer.Ordinal)) return OAuthError.UnauthorizedClient("The client is not registered for the device authorization grant.", "RFC 8628 §3.1");
        if (Refusals.Scope(request).IsError(out var malformed, out var requested)) return malformed;
        if ((await scopes.ValidateScopeAsync(user: null, client, requested.OrNull, context, ct)).IsError(out var notGiven, out var scope)) return notGiven;
        if (ResourceIndicators.Read(request, options).IsError(out var unknown, out var resources)) return unknown;

        // It lasts from the approval on; until then the code's own expiry counts alone.
        return await IssueAsync(issuer.NewAuthorization(client, user: null, scope, resources, Properties.Empty, context) with { EndsAt = null }, context, ct);
    }

    private async ValueTask<OAuthResponse> IssueAsync(Authorization prepared, OAuthContext context, CancellationToken ct)
    {
        for (var i = 0; i < MaxTries; i++)
        {
            var (deviceCode, userCode) = (RandomText.Secret(), UserCode.Create());
            var code = new DeviceCode
            {
                Hash = SecretHash.Of(deviceCode),
                UserCodeHash = SecretHash.Of(userCode),
                Authorization = prepared,
                ExpiresAt = context.Now + options.DeviceCodeLifetime,
                Interval = options.DevicePollingInterval,
            };
            if (!await model.SaveDeviceCodeAsync(code, context, ct)) continue;
            journal.DeviceCodeIssued(prepared, context);
            return Responses.Json(DeviceAuthorizationResponse.Write(deviceCode, UserCode.Show(userCode), options, context));
        }
        throw new InvalidOperationException($"{model.GetType().Name} called {MaxTries} random user codes in a row taken.");
    }
}
