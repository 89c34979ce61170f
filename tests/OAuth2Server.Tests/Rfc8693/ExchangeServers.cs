namespace OAuth2Server.Tests.Rfc8693;

/// <summary>Servers with token exchange: the application calls the photo service with a token of its user, and the photo service exchanges
/// it for one that it sends to the mail service.</summary>
internal static class ExchangeServers
{
    internal const string Calendar = "https://calendar.example.com/api";
    internal const string AccessTokenType = "urn:ietf:params:oauth:token-type:access_token";
    internal const string JwtType = "urn:ietf:params:oauth:token-type:jwt";
    internal const string RefreshTokenType = "urn:ietf:params:oauth:token-type:refresh_token";
    internal const string IdTokenType = "urn:ietf:params:oauth:token-type:id_token";

    private const string Secret = "exchange-secret-8Gv2Kq0";

    internal static Client Photos { get; } = Service("photos");

    internal static Client Mail { get; } = Service("mail");

    internal static (string Name, string Value) PhotosBasic { get; } = Known.Basic("photos", Secret);

    internal static (string Name, string Value) MailBasic { get; } = Known.Basic("mail", Secret);

    /// <summary>The policy of the photo service for the mail service.</summary>
    internal static TokenExchangePolicy PhotosToMail => new()
    {
        ClientId = "photos",
        Audience = Known.Mail,
        Scopes = ["a", "c"],
        AllowImpersonation = true,
    };

    internal static void Usual(Setup setup)
    {
        setup.Store.AddClient(Photos, Secret);
        setup.Store.AddClient(Mail, Secret);
        setup.Store.AddClient(new() { Id = "seed", Type = ClientType.Public, GrantTypes = [SeedGrant.Name], Scope = Scope.Of("a", "b") });
        setup.Options.Resources =
        [
            new() { Resource = Known.Photos, Scopes = ["a", "b"], ClientId = "photos" },
            new() { Resource = Known.Mail, ClientId = "mail" },
            new() { Resource = Calendar },
        ];
        setup.Exchange = new()
        {
            Policies = [PhotosToMail, new() { ClientId = "mail", Audience = Calendar, Scopes = ["a"], AllowImpersonation = true }],
        };
        setup.Resource = Known.Mail;
    }

    /// <summary>The tokens for the mail service are JWTs.</summary>
    internal static void WithJwts(Setup setup)
    {
        Usual(setup);
        setup.Jwt = new();
        setup.Options.Resources[1].AccessTokenFormat = AccessTokenFormat.Jwt;
    }

    /// <summary>The photo service's exchange of a token for one of the mail service.</summary>
    internal static Parameters Exchange(string subjectToken) =>
    [
        ("grant_type", TokenExchangeGrant.Name), ("subject_token", subjectToken), ("subject_token_type", AccessTokenType),
        ("resource", Known.Mail),
    ];

    internal static Parameters ByActor(this Parameters exchange, string actorToken) =>
        exchange.With("actor_token", actorToken).With("actor_token_type", AccessTokenType);

    /// <summary>Alice's token for the photo service, with the scope a and b.</summary>
    internal static async Task<string> SubjectTokenAsync(this TestServer server) =>
        (await server.IssueAsync(Known.Authorization.With("resource", Known.Photos))).AccessToken;

    /// <summary>The photo service's own token.</summary>
    internal static async Task<string> ActorTokenAsync(this TestServer server, (string Name, string Value)? client = null) =>
        (await server.TokenAsync(Known.ClientCredentials, client ?? PhotosBasic)).MustIssue().AccessToken;

    internal static Task<Answer> ExchangeAsync(this TestServer server, Parameters form) => server.TokenAsync(form, PhotosBasic);

    /// <summary>A token of alice with any properties, for the photo service.</summary>
    internal static async Task<string> SeedAsync(this TestServer server, string user = "alice") => (await server.TokenAsync(
        [("grant_type", SeedGrant.Name), ("client_id", "seed"), ("resource", Known.Photos), ("user", user)])).MustIssue().AccessToken;

    private static Client Service(string id) => new()
    {
        Id = id,
        Type = ClientType.Confidential,
        GrantTypes = [TokenExchangeGrant.Name, "client_credentials", "refresh_token"],
        Scope = Scope.Of("a", "b", "c"),
    };
}

/// <summary>Issues a token with the properties that a test needs.</summary>
internal sealed class SeedGrant : IGrant
{
    internal const string Name = "urn:example:seed";

    public string GrantType => Name;

    internal Properties Token { get; init; } = Properties.Empty;

    internal Properties Authorization { get; init; } = Properties.Empty;

    public ValueTask<Outcome<Granted>> HandleAsync(GrantRequest request, CancellationToken ct) => new(new Granted
    {
        User = new(request["user"] ?? "alice"),
        Scope = request.Scope,
        Properties = Token,
        AuthorizationProperties = Authorization,
    });
}
