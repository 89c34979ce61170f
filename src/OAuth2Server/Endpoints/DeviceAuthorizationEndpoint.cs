namespace OAuth2Server;

/// <summary>The device authorization endpoint (RFC 8628 §3.1): a device gets a code to poll with and a code to show.</summary>
internal sealed class DeviceAuthorizationEndpoint(
    ClientAuthentication clients, IDeviceCodeModel model, OAuth2ServerOptions options, AuthorizationChecks checks,
    TokenIssuer issuer) : IEndpoint
{
    /// <summary>There are 26 billion user codes: so many in a row are not taken by chance.</summary>
    private const int MaxTries = 5;

    public string Name => EndpointName.DeviceAuthorization;

    public string Path => "/device_authorization";

    public void Describe(ServerMetadata metadata) => metadata.Add("device_authorization_endpoint", metadata.UrlOf(this));

    public async ValueTask<Outcome<OAuthResponse>> HandleAsync(OAuthContext context, CancellationToken ct)
    {
        if (Preconditions.OfPost(context, "RFC 8628 §3.1") is { } unreadable) return unreadable;
        var refusal = context.Parameters.TryGetScope(out _) ? null : OAuthError.InvalidScope("scope is malformed.");
        if ((await clients.AuthenticateAsync(context, refusal, ct)).IsError(out var refused, out var client)) return refused;
        var draft = new AuthorizationDraft(context, DeviceCodeGrant.Name) { Client = client };
        if (await checks.RunAsync(AuthorizationChecks.At.Device, draft, ct) is { } error) return error;
        // Anyone can name a public client, and each request makes a row that lasts until its code expires.
        if (client.Type == ClientType.Public
            && await context.AdmitAsync(context.AttemptAt(AttemptKind.DeviceRequest, client.Id, model)) is { } tooMany) return tooMany;

        // It ends a time after the approval; until then only the code's own expiry counts.
        var prepared = issuer.NewAuthorization(
            client, user: null, context, new(draft.Scope, draft.Resources, PropertiesOf(draft))) with { EndsAt = null };
        return await IssueAsync(prepared, draft, ct);
    }

    private static Properties PropertiesOf(AuthorizationDraft draft) =>
        draft.AuthorizationDetails.IsEmpty ? Properties.Empty : draft.AuthorizationDetails.WriteTo(Properties.Empty);

    private async ValueTask<OAuthResponse> IssueAsync(Authorization prepared, AuthorizationDraft draft, CancellationToken ct)
    {
        var context = draft.Context;
        for (var i = 0; i < MaxTries; i++)
        {
            var (deviceCode, userCode) = (RandomText.Of(RandomText.Secret), UserCode.Create());
            var code = new DeviceCode
            {
                Hash = SecretHash.Of(deviceCode),
                UserCodeHash = SecretHash.Of(userCode),
                Authorization = prepared,
                ExpiresAt = context.Now + options.DeviceCodeLifetime,
                Interval = options.DevicePollingInterval,
                Properties = draft.Properties,
            };
            if (!await model.SaveDeviceCodeAsync(code, context, ct)) continue;
            await context.ReportAsync(new OAuthEvent.DeviceCodeIssued { AuthorizationId = prepared.Id });
            return Answer(deviceCode, UserCode.Show(userCode), context);
        }
        throw new InvalidOperationException(
            $"{model.GetType().Name} returned for {MaxTries} random user codes in a row that they are taken.");
    }

    // RFC 8628 §3.2.
    private OAuthResponse Answer(string deviceCode, string userCode, OAuthContext context)
    {
        var page = context.Issuer.TrimEnd('/') + options.DeviceVerificationPath;
        var json = JsonBody.Start();
        json.WriteString("device_code"u8, deviceCode);
        json.WriteString("user_code"u8, userCode);
        json.WriteString("verification_uri"u8, page);
        json.WriteString("verification_uri_complete"u8, $"{page}?user_code={userCode}");
        json.WriteNumber("expires_in"u8, (long)options.DeviceCodeLifetime.TotalSeconds);
        // Rounded up: a client that waits for exactly this number of seconds is never too fast.
        json.WriteNumber("interval"u8, (long)Math.Ceiling(options.DevicePollingInterval.TotalSeconds));
        return OAuthResponse.Json(JsonBody.End());
    }
}
