using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Buffers.Text;
using System.Text.Json;
using Microsoft.Extensions.Time.Testing;

namespace OAuth2Server.Docs.Tests;

/// <summary>docs/model.md lists in which order the functions of the model are called. Each order is recorded and compared.</summary>
public sealed class CallOrderTests
{
    private const string Secret = "a secret of a test, long enough for it";
    private static readonly string Verifier = new('v', 43);
    private static readonly string Page = Repository.Read("docs/model.md");

    [Fact]
    public async Task The_authorization_code_grant()
    {
        var server = new Server(Recorder.Over<IEveryFunction>(NewModel()));
        var valid = await server.AuthorizeAsync();
        Documented("the request is checked", server.Calls);
        var code = await server.AllowAsync(valid);
        Documented("the user allows it", server.Calls);
        await server.TokenAsync(("grant_type", "authorization_code"), ("code", code), ("code_verifier", Verifier));
        Documented("the code is redeemed", server.Calls);
        await server.TokenAsync(("grant_type", "authorization_code"), ("code", code), ("code_verifier", Verifier));
        Documented("the code comes again", server.Calls);
        code = await server.AllowAsync(valid);
        _ = server.Calls;
        await server.TokenAsync(("grant_type", "authorization_code"), ("code", code), ("code_verifier", new string('w', 43)));
        Documented("the verifier is wrong", server.Calls);
    }

    [Fact]
    public async Task The_client_credentials_grant()
    {
        var server = new Server(Recorder.Over<IEveryFunction>(NewModel()));
        await server.TokenAsync(("grant_type", "client_credentials"));
        Documented("client credentials", server.Calls);
    }

    [Fact]
    public async Task The_refresh_token_grant()
    {
        var server = new Server(Recorder.Over<IEveryFunction>(NewModel()));
        var refresh = await server.RefreshTokenAsync();
        await server.TokenAsync(("grant_type", "refresh_token"), ("refresh_token", refresh));
        Documented("a token is refreshed", server.Calls);
        await server.TokenAsync(("grant_type", "refresh_token"), ("refresh_token", refresh));
        Documented("a used refresh token comes again", server.Calls);
    }

    [Fact]
    public async Task The_refresh_token_grant_with_an_exchange()
    {
        var server = new Server(Recorder.Over<IEveryFunctionAndExchange>(NewModel()));
        var refresh = await server.RefreshTokenAsync();
        await server.TokenAsync(("grant_type", "refresh_token"), ("refresh_token", refresh));
        Documented("with an exchange", server.Calls);
        await server.TokenAsync(("grant_type", "refresh_token"), ("refresh_token", refresh));
        Documented("the answer is repeated", server.Calls);
    }

    [Fact]
    public async Task The_device_grant()
    {
        var clock = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        var server = new Server(Recorder.Over<IEveryFunction>(NewModel()), clock);
        var codes = await server.AuthorizeDeviceAsync();
        Documented("the device asks", server.Calls);
        var asked = await server.FindDeviceAsync(codes.GetProperty("user_code").GetString()!);
        Documented("the user types the code", server.Calls);
        (string, string)[] poll = [("grant_type", DeviceCodeGrant.Name), ("device_code", codes.GetProperty("device_code").GetString()!)];
        await server.TokenAsync([.. poll]);
        Documented("the device polls", server.Calls);
        await server.AllowDeviceAsync(asked);
        Documented("the user allows it to the device", server.Calls);
        clock.Advance(TimeSpan.FromSeconds(5));
        await server.TokenAsync([.. poll]);
        Documented("the device gets tokens", server.Calls);
        await server.TokenAsync([.. poll]);
        Documented("a used device code comes again", server.Calls);
    }

    [Fact]
    public async Task The_password_grant()
    {
        var server = new Server(Recorder.Over<IEveryFunction>(NewModel()));
        await server.RefreshTokenAsync(clear: false);
        Documented("password", server.Calls);
    }

    [Fact]
    public async Task Request_authentication()
    {
        var model = Recorder.Over<IEveryFunction>(NewModel());
        var server = new Server(model);
        var token = (await server.TokenAsync(("grant_type", "client_credentials"))).GetProperty("access_token").GetString();
        _ = server.Calls;
        var resources = new ResourceServer(model, Server.Options);
        var outcome = await resources.AuthenticateAsync(new Request("GET", [], $"Bearer {token}"), Scope.Of("read"));
        Assert.False(outcome.IsError(out _, out _));
        Documented("request authentication", server.Calls);
    }

    [Fact]
    public async Task Revocation_and_introspection()
    {
        var server = new Server(Recorder.Over<IEveryFunction>(NewModel()));
        var issued = await server.TokenAsync(("grant_type", "password"), ("username", "alice"), ("password", "wonderland"));
        _ = server.Calls;
        await server.IntrospectAsync(issued.GetProperty("access_token").GetString()!);
        Documented("an access token is introspected", server.Calls);
        await server.RevokeAsync(issued.GetProperty("access_token").GetString()!);
        Documented("an access token is revoked", server.Calls);
        await server.RevokeAsync(issued.GetProperty("refresh_token").GetString()!, ("token_type_hint", "refresh_token"));
        Documented("a refresh token is revoked", server.Calls);
    }

    private static void Documented(string what, string calls) => Assert.True(
        Page.Contains($"{calls}\n", StringComparison.Ordinal),
        $"docs/model.md does not list the calls for this case: {what}:\n{calls}");

    private static InMemoryModel NewModel()
    {
        var model = new InMemoryModel();
        model.AddUser("alice", "wonderland");
        model.AddClient(new()
        {
            Id = "web",
            Type = ClientType.Confidential,
            GrantTypes = ["authorization_code", "refresh_token", "client_credentials", "password", DeviceCodeGrant.Name],
            RedirectUris = ["https://client.example/cb"],
            Scope = Scope.Of("read"),
        }, Secret);
        return model;
    }

    private sealed class Server(IEveryFunction model, TimeProvider? clock = null)
    {
        private readonly AuthorizationServer _server = new(
            model,
            new OAuthEnvironment(Options, clock),
            [
                new AuthorizationCodeGrant(model), new RefreshTokenGrant(model), new ClientCredentialsGrant(model),
                new PasswordGrant(model), new DeviceCodeGrant(model),
            ]);

        internal static OAuth2ServerOptions Options { get; } = new() { Issuer = "https://auth.example" };

        internal string Calls => Recorder.Calls(model);

        internal async Task<AuthorizationRequest> AuthorizeAsync()
        {
            var challenge = Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(Verifier)));
            KeyValuePair<string, string>[] query =
            [
                new("response_type", "code"), new("client_id", "web"), new("redirect_uri", "https://client.example/cb"),
                new("code_challenge", challenge), new("code_challenge_method", "S256"),
            ];
            var step = await _server.AuthorizeAsync(new Request("GET", query, null));
            return step.Request!;
        }

        internal async Task<string> AllowAsync(AuthorizationRequest request)
        {
            var redirect = await _server.CompleteAsync(request, new Decision.Allowed(new("alice"), request.Scope));
            return RequestParameters.FromQuery(new Uri(redirect.Header("Location")!).Query)["code"]!;
        }

        internal async Task<JsonElement> AuthorizeDeviceAsync()
        {
            var response = await _server.AuthorizeDeviceAsync(Post([]));
            return JsonSerializer.Deserialize<JsonElement>(response.Body.Span);
        }

        internal async Task<DeviceRequest> FindDeviceAsync(string userCode)
        {
            Assert.False((await _server.FindDeviceRequestAsync(userCode, new Request("GET", [], null))).IsError(out _, out var request));
            return request;
        }

        internal async Task AllowDeviceAsync(DeviceRequest request) =>
            Assert.Null(await _server.CompleteDeviceAsync(request, new Decision.Allowed(new("alice"), request.Scope)));

        internal async Task<string> RefreshTokenAsync(bool clear = true)
        {
            var answer = await TokenAsync(("grant_type", "password"), ("username", "alice"), ("password", "wonderland"));
            if (clear) _ = Calls;
            return answer.GetProperty("refresh_token").GetString()!;
        }

        internal async Task<JsonElement> TokenAsync(params ImmutableArray<(string Name, string Value)> form) =>
            JsonSerializer.Deserialize<JsonElement>((await _server.TokenAsync(Post(form))).Body.Span);

        internal async Task IntrospectAsync(string token) =>
            Assert.Equal(200, (await _server.IntrospectAsync(Post([("token", token)]))).Status);

        internal async Task RevokeAsync(string token, params ImmutableArray<(string Name, string Value)> more) =>
            Assert.Equal(200, (await _server.RevokeAsync(Post([("token", token), .. more]))).Status);

        private static Request Post(ImmutableArray<(string Name, string Value)> form)
        {
            var fields = form.Select(field => KeyValuePair.Create(field.Name, field.Value));
            return new("POST", [.. fields, new("client_id", "web"), new("client_secret", Secret)], null);
        }
    }

    private sealed class Request(string method, KeyValuePair<string, string>[] parameters, string? authorization) : OAuthRequest
    {
        public override string Method => method;

        public override Uri Uri { get; } = new("https://auth.example/");

        public override RequestParameters Parameters { get; } = RequestParameters.Of(parameters);

        public override IReadOnlyList<string?> Header(string name) =>
            name == "Authorization" && authorization is not null ? [authorization] : [];
    }
}
