using System.Text;
using System.Text.Json;

namespace OAuth2Server.Fuzzing;

/// <summary>Whole requests to a server in this process: a registration, and a token exchange.</summary>
internal static class Requests
{
    /// <summary>After so many requests there is a new server: what was saved is not kept for an hour.</summary>
    private const int RequestsPerServer = 2000;

    private const string Secret = "secret-of-the-fuzzer-2ArL8";
    private const string Photos = "https://photos.example.com";
    private const string Mail = "https://mail.example.com";

    private const string Registration = """
        {"redirect_uris":["https://client.example.net/cb","app.example:/cb"],"token_endpoint_auth_method":"none","client_name":"Photos",
         "grant_types":["authorization_code","refresh_token"],"response_types":["code"],"application_type":"native","scope":"a b",
         "contacts":["a@example.net"],"client_uri":"https://client.example.net","jwks":{"keys":[]},"software_statement":"a.b.c"}
        """;

    private static readonly string[] RegistrationErrors =
    [
        "invalid_redirect_uri", "invalid_client_metadata", "invalid_software_statement", "unapproved_software_statement", "invalid_request",
    ];

    private static AuthorizationServer _server = NewServer();
    private static string _token = NewToken();
    private static int _requests;

    /// <summary>The readers.</summary>
    internal static IReadOnlyList<Target> Targets { get; } =
    [
        new("registration", Register, Target.Bytes(Registration), Target.Bytes("""{"redirect_uris":null}""")),
        // TOKEN is put in when the request is sent.
        new("exchange", Exchange, Target.Bytes(
            $"grant_type=urn:ietf:params:oauth:grant-type:token-exchange&subject_token=TOKEN&resource={Mail}&scope=a" +
            $"&subject_token_type=urn:ietf:params:oauth:token-type:access_token&audience={Mail}&actor_token=TOKEN" +
            "&actor_token_type=urn:ietf:params:oauth:token-type:access_token" +
            "&requested_token_type=urn:ietf:params:oauth:token-type:access_token"),
            Target.Bytes("grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Atoken-exchange&subject_token=TOKEN&resource=" + Mail +
                "&subject_token_type=urn%3Aietf%3Aparams%3Aoauth%3Atoken-type%3Aaccess_token")),
    ];

    private static bool Register(byte[] data)
    {
        Count();
        var body = new RequestBody("application/json", data);
        var response = Answer(_server.RegisterClientAsync(new Request("/register", body, null)));
        using var json = JsonDocument.Parse(response.Body);
        if (response.Status == 201)
        {
            if (!json.RootElement.TryGetProperty("client_id", out var id) || id.GetString() is not { Length: > 0 }
                || json.RootElement.EnumerateObject().Any(member => member.Value.ValueKind == JsonValueKind.Null))
                throw new InvalidOperationException("A registration has no client_id, or a member that is null.");
            return true;
        }
        if (response.Status is not (400 or 413) || !RegistrationErrors.Contains(ErrorOf(json)))
            throw new InvalidOperationException($"The answer is {response.Status} {ErrorOf(json)}.");
        return false;
    }

    private static bool Exchange(byte[] data)
    {
        Count();
        var form = Encoding.Latin1.GetString(data).Replace("TOKEN", _token, StringComparison.Ordinal);
        var response = Answer(_server.TokenAsync(Request.Form(form)));
        using var json = JsonDocument.Parse(response.Body);
        if (response.Status == 200)
        {
            var root = json.RootElement;
            if (root.GetProperty("issued_token_type").GetString() is not { Length: > 0 } || root.TryGetProperty("refresh_token", out _)
                || root.GetProperty("scope").GetString() != "a")
                throw new InvalidOperationException("The exchange gave more than its policy allows.");
            return true;
        }
        if (response.Status is not (400 or 401) || ErrorOf(json) is null or "server_error")
            throw new InvalidOperationException($"The answer is {response.Status} {ErrorOf(json)}.");
        return false;
    }

    private static OAuthResponse Answer(ValueTask<OAuthResponse> answer) => answer.AsTask().GetAwaiter().GetResult();

    private static string? ErrorOf(JsonDocument json) =>
        json.RootElement.TryGetProperty("error", out var error) ? error.GetString() : null;

    private static void Count()
    {
        if (++_requests % RequestsPerServer != 0) return;
        _server = NewServer();
        _token = NewToken();
    }

    private static AuthorizationServer NewServer()
    {
        var model = new InMemoryModel();
        model.AddClient(new()
        {
            Id = "photos",
            Type = ClientType.Confidential,
            GrantTypes = [TokenExchangeGrant.Name, UserTokenGrant.Name],
            Scope = Scope.Of("a", "b"),
        }, Secret);
        var options = new OAuth2ServerOptions
        {
            Issuer = Target.Issuer,
            BruteForceShield = false,
            CheckClientAndUserOfTokens = false,
            Resources = [new() { Resource = Photos, ClientId = "photos" }, new() { Resource = Mail }],
            ClientRegistration = { Mode = RegistrationMode.Open, Scopes = ["a", "b"] },
        };
        var exchange = new TokenExchangeOptions
        {
            Policies = [new() { ClientId = "photos", Audience = Mail, Scopes = ["a"], AllowImpersonation = true }],
        };
        var environment = new OAuthEnvironment(options);
        return new(model, environment,
            [new AuthorizationCodeGrant(model), new RefreshTokenGrant(model), new UserTokenGrant(),
                new TokenExchangeGrant(model, environment, exchange)]);
    }

    private static string NewToken()
    {
        using var json = JsonDocument.Parse(
            Answer(_server.TokenAsync(Request.Form($"grant_type={UserTokenGrant.Name}&resource={Photos}"))).Body);
        return json.RootElement.GetProperty("access_token").GetString()!;
    }

    /// <summary>Gives the client a token of a user to exchange.</summary>
    private sealed class UserTokenGrant : IGrant
    {
        internal const string Name = "urn:example:user-token";

        public string GrantType => Name;

        public ValueTask<Outcome<Granted>> HandleAsync(GrantRequest request, CancellationToken ct) =>
            new(new Granted { User = new("alice"), Scope = Scope.Of("a", "b") });
    }

    private sealed class Request(string path, RequestBody body, string? authorization) : OAuthRequest
    {
        public override string Method => "POST";

        public override Uri Uri { get; } = new(Target.Issuer + path);

        public override RequestParameters Parameters { get; } = body.Form();

        public override RequestBody Body => body;

        public override IReadOnlyList<string?> Header(string name) =>
            name == "Authorization" && authorization is not null ? [authorization] : [];

        internal static Request Form(string form) => new(
            "/token", new("application/x-www-form-urlencoded", Encoding.Latin1.GetBytes(form)),
            "Basic " + Convert.ToBase64String(Encoding.ASCII.GetBytes($"photos:{Secret}")));
    }
}
