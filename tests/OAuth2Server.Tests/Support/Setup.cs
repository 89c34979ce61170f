using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using OAuth2Server.Jwt;

namespace OAuth2Server.Tests.Support;

/// <summary>Everything that a server under test is made of, for any transport.</summary>
public sealed class Setup
{
    public Setup()
    {
        Store = new(Clock);
        Store.AddClient(Known.App);
        Store.AddClient(Known.Web, Known.WebSecret);
        Store.AddClient(Known.Tv);
        Store.AddClient(Known.Api, Known.ApiSecret);
        Model = Store;
    }

    public FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));

    /// <summary>The store in which everything is kept.</summary>
    public TestModel Store { get; }

    /// <summary>What the server is given: the store itself, or a model that stands before it.</summary>
    public IOAuthModel Model { get; set; }

    public OAuth2ServerOptions Options { get; } = new()
    {
        Issuer = Known.Issuer,
        Resources = [new() { Resource = Known.Photos, Scopes = ["a", "b"] }, new() { Resource = Known.Mail }],
    };

    public Policies Policies { get; set; } = new();

    /// <summary>The resource server's own identifier; null when it has none.</summary>
    public string? Resource { get; set; }

    public ILoggerFactory Logging { get; set; } = NullLoggerFactory.Instance;

    /// <summary>The event handlers.</summary>
    public List<IOAuthEvents> Events { get; } = [];

    /// <summary>Limits attempts; null makes one.</summary>
    public BruteForceShield? Shield { get; set; }

    /// <summary>Grants beside the usual ones.</summary>
    public IReadOnlyList<IGrant> Extra { get; set; } = [];

    /// <summary>Who may exchange tokens; null for a server without token exchange.</summary>
    public TokenExchangeOptions? Exchange { get; set; }

    /// <summary>Whose assertions are accepted; null for a server without the JWT bearer grant.</summary>
    public JwtBearerOptions? Bearer { get; set; }

    /// <summary>Who gets identity assertions; null for a server that issues none.</summary>
    public IdentityAssertionOptions? IdentityAssertions { get; set; }

    /// <summary>What other packages add.</summary>
    public ServerParts? Parts { get; set; }

    /// <summary>Signs JWTs; null for a server without them.</summary>
    public TestKeys? Jwt { get; set; }

    /// <summary>Reads request objects; null refuses them.</summary>
    public IRequestObjectReader? RequestObjects { get; set; }

    /// <summary>The settings of DPoP; null for a server without it.</summary>
    public DPoPOptions? DPoP { get; set; }

    /// <summary>What lasts as long as the application; made once, when the settings above are complete.</summary>
    public OAuthEnvironment Environment => field ??= new(Options, Clock, Logging, Shield, Events);

    /// <summary>The proofs that were used.</summary>
    public InMemoryReplays Replays { get; } = new();

    /// <summary>Verifies proofs; null for a server without DPoP.</summary>
    public DPoPProofs? Proofs => DPoP is null ? null : field ??= new(DPoP);

    // No test of this project fetches keys.
    private IssuerKeys IssuerKeys => field ??= new(
        new(new(), Clock, (_, _) => throw new InvalidOperationException("A name was looked up.")), Bearer!.Documents, Clock);

    /// <summary>Grant types that the server does not serve, though the model could.</summary>
    public HashSet<string> NotServed { get; } = [];

    /// <summary>A server, as dependency injection makes one for each request.</summary>
    public AuthorizationServer Server() => new(Model, Environment, Grants(), Parts ?? new()
    {
        Policies = Policies,
        RequestObjects = RequestObjects,
        AccessTokenFormats = Jwt is null ? [] : [Jwt.AccessTokens()],
        IntrospectionFormats = Jwt is null ? [] : [Jwt.Introspection(Environment)],
        TokenBindings = Proofs is null ? [] : [new DPoPBinding(Proofs, Replays)],
        AuthorizationChecks = Proofs is null ? [] : [new DPoPKeyCheck(Proofs, Replays)],
        MetadataParts = Proofs is null ? [] : [new DPoPMetadata(Proofs)],
    });

    /// <summary>A resource server.</summary>
    public ResourceServer Resources() => new(
        (IAccessTokenModel)Model, Environment, Policies.ScopeVerifier,
        Proofs is null ? [] : [new DPoPPossession(Proofs, Replays, Resource)]);

    public IEnumerable<IGrant> Grants()
    {
        List<IGrant> all = [new TicketGrant(), .. Extra];
        if (Model is IAuthorizationCodeModel codes) all.Add(new AuthorizationCodeGrant(codes));
        if (Model is IRefreshTokenModel refreshes) all.Add(new RefreshTokenGrant(refreshes));
        if (Model is IDeviceCodeModel devices) all.Add(new DeviceCodeGrant(devices));
        if (Model is IClientCredentialsModel services) all.Add(new ClientCredentialsGrant(services));
        if (Model is IPasswordModel passwords) all.Add(new PasswordGrant(passwords));
        if (Exchange is not null && Model is IAccessTokenModel tokens)
            all.Add(new TokenExchangeGrant(tokens, Environment, Exchange, ExchangedTypes()));
        if (Bearer is not null && Model is IAssertionModel asserted)
            all.Add(new JwtBearerGrant(asserted, new Assertions(IssuerKeys, Bearer, asserted, Environment), Replays, Environment));
        return all.Where(g => !NotServed.Contains(g.GrantType));
    }

    private IdentityAssertions[] ExchangedTypes() => IdentityAssertions is null
        ? []
        : [new(Jwt!.Keys, Jwt, IdentityAssertions, Model as IRefreshTokenModel, Model as IUserModel, Model as IUserClaimsModel)];
}
