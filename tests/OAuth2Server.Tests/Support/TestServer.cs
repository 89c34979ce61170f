namespace OAuth2Server.Tests.Support;

/// <summary>A running server and the usual ways to talk to it.</summary>
public sealed class TestServer(Setup setup, ITransport transport) : IAsyncDisposable
{
    public FakeTimeProvider Clock => setup.Clock;

    public TestModel Store => setup.Store;

    public Task<Answer> SendAsync(WireRequest request) => transport.SendAsync(request);

    /// <summary>A POST to the token endpoint.</summary>
    public Task<Answer> TokenAsync(Parameters form, params (string Name, string Value)[] headers) =>
        SendAsync(WireRequest.Post(Endpoint.Token, form) with { Headers = headers });

    /// <summary>A POST to the revocation endpoint.</summary>
    public Task<Answer> RevokeAsync(Parameters form, params (string Name, string Value)[] headers) =>
        SendAsync(WireRequest.Post(Endpoint.Revocation, form) with { Headers = headers });

    /// <summary>The public client gives a token up.</summary>
    public async Task RevokeAsync(string token) => (await RevokeAsync([("token", token), ("client_id", "app")])).MustRevoke();

    /// <summary>A POST to the introspection endpoint.</summary>
    public Task<Answer> IntrospectAsync(Parameters form, params (string Name, string Value)[] headers) =>
        SendAsync(WireRequest.Post(Endpoint.Introspection, form) with { Headers = headers });

    /// <summary>The resource server asks about a token.</summary>
    public Task<Answer> IntrospectAsync(string token) => IntrospectAsync([("token", token)], Known.ApiBasic);

    /// <summary>A GET of the metadata.</summary>
    public Task<Answer> MetadataAsync(string path = Known.Metadata, params (string Name, string Value)[] headers) =>
        SendAsync(new(Endpoint.Metadata, "GET") { Path = path, Headers = headers });

    /// <summary>A POST to the pushed authorization request endpoint.</summary>
    public Task<Answer> PushAsync(Parameters form, params (string Name, string Value)[] headers) =>
        SendAsync(WireRequest.Post(Endpoint.PushedAuthorization, form) with { Headers = headers });

    /// <summary>The public client pushes a request.</summary>
    /// <returns>Its authorization request, which has the reference.</returns>
    public async Task<Parameters> PushedAsync(Parameters? form = null) =>
        Known.Pushed((await PushAsync(form ?? Known.Authorization)).MustBe(201)["request_uri"]!);

    /// <summary>A GET of the authorization endpoint, and the resource owner's answer if it is asked for.</summary>
    /// <param name="query">The parameters of the request.</param>
    /// <param name="consent">The answer; by default alice allows all.</param>
    public Task<Answer> AuthorizeAsync(Parameters query, ScriptedConsent? consent = null) =>
        SendAsync(WireRequest.Get(Endpoint.Authorization, query) with { Consent = consent ?? ScriptedConsent.ByAlice });

    /// <summary>A GET of the protected resource.</summary>
    public Task<Answer> BearerAsync(string token, string scope = "") =>
        SendAsync(new(Endpoint.Resource, "GET") { RequiredScope = scope, Headers = [("Authorization", "Bearer " + token)] });

    public async Task<string> CodeAsync(Parameters? query = null, ScriptedConsent? consent = null) =>
        (await AuthorizeAsync(query ?? Known.Authorization, consent)).MustGiveCode().Code;

    /// <summary>The public client gets a code and redeems it.</summary>
    public async Task<Answer> IssueAsync(Parameters? query = null) =>
        (await TokenAsync(Known.Redemption(await CodeAsync(query)))).MustIssue();

    /// <summary>The confidential client gets a code and redeems it.</summary>
    public async Task<Answer> IssueToWebAsync() =>
        (await TokenAsync(Known.WebRedemption(await CodeAsync(Known.WebAuthorization)), Known.WebBasic)).MustIssue();

    /// <summary>The public client refreshes.</summary>
    public Task<Answer> RefreshAsync(string refreshToken, params (string Name, string Value)[] more) =>
        TokenAsync([.. Known.Refresh(refreshToken), .. more]);

    /// <summary>A POST to the device authorization endpoint, of the device unless told otherwise.</summary>
    public Task<Answer> AuthorizeDeviceAsync(Parameters? form = null, params (string Name, string Value)[] headers) =>
        SendAsync(WireRequest.Post(Endpoint.DeviceAuthorization, form ?? Known.DeviceAuthorization) with { Headers = headers });

    /// <summary>The resource owner types a user code and answers; alice allows all unless told otherwise.</summary>
    /// <returns>The error that the page was given; empty when the answer counts.</returns>
    public async Task<string> AnswerDeviceAsync(string userCode, ScriptedConsent? consent = null) =>
        (await SendAsync(WireRequest.Post(Endpoint.Verification, [("user_code", userCode)]) with
        {
            Consent = consent ?? ScriptedConsent.ByAlice,
        })).Text;

    /// <summary>The device polls.</summary>
    public Task<Answer> PollAsync(string deviceCode) => TokenAsync(Known.Poll(deviceCode));

    /// <summary>The device has asked and alice has allowed it.</summary>
    public async Task<string> AllowedDeviceCodeAsync()
    {
        var codes = (await AuthorizeDeviceAsync()).MustBe(200);
        Assert.Empty(await AnswerDeviceAsync(codes.UserCode));
        return codes.DeviceCode;
    }

    public async Task<bool> IsAliveAsync(string accessToken) => (await BearerAsync(accessToken)).Status == 200;

    /// <summary>Verifies and reads a JWT of the server.</summary>
    public Task<ReadJwt> ReadAsync(string text) => setup.Jwt!.ReadAsync(text);

    public ValueTask DisposeAsync() => transport.DisposeAsync();
}
