namespace OAuth2Server;

/// <summary>An issuer whose assertions are accepted instead of a sign-in here, and the most that they can give (RFC 7523 §2.1). What it
/// does not allow is refused.</summary>
public sealed class TrustedIssuer
{
    private const int MaxIssuerLength = 1000;
    private static readonly TimeSpan LeastLifetime = TimeSpan.FromMinutes(1);

    /// <summary>The <c>iss</c> of its assertions, compared as text.</summary>
    public string Issuer { get; set; } = "";

    /// <summary>Its public keys as a JSON Web Key Set (RFC 7517 §5); null where <see cref="JwksUri"/> names them. An issuer has one of the
    /// two.</summary>
    public string? Jwks { get; set; }

    /// <summary>The https address where it publishes its keys; null for none.</summary>
    public string? JwksUri { get; set; }

    /// <summary>The signature algorithms of its assertions.</summary>
    /// <value>Default empty: each one that the server verifies. All of them are asymmetric.</value>
    public IList<string> Algorithms { get; set; } = [];

    /// <summary>The clients that may use its assertions. Each needs the grant type too.</summary>
    /// <value>At least one client id.</value>
    public IList<string> Clients { get; set; } = [];

    /// <summary>The most scope that its assertions can give. A client never gets more than it is registered for.</summary>
    /// <value>At least one scope name.</value>
    public IList<string> Scopes { get; set; } = [];

    /// <summary>The resources that tokens of its assertions are for: some of <see cref="OAuth2ServerOptions.Resources"/>.</summary>
    /// <value>Default empty: every resource of the server.</value>
    public IList<string> Audiences { get; set; } = [];

    /// <summary>Whether identity assertions are accepted (ID-JAG): each is for one client.</summary>
    /// <value>Default true.</value>
    public bool AcceptsIdentityAssertions { get; set; } = true;

    /// <summary>Whether assertions without a type of their own are accepted: JWTs that name no client, so that each of
    /// <see cref="Clients"/> can use one that it finds.</summary>
    /// <value>Default false.</value>
    public bool AcceptsPlainAssertions { get; set; }

    /// <summary>Whether public clients may use its assertions. Any party can name a public client: who finds an assertion can use
    /// it.</summary>
    /// <value>Default false; a warning is logged at start.</value>
    public bool AllowPublicClients { get; set; }

    /// <summary>How far the <c>exp</c> of an assertion may be in the future.</summary>
    /// <value>1 minute to 1 hour; default 10 minutes.</value>
    public TimeSpan MaxLifetime { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>The longest lifetime of an access token: the issuer is not asked whether the user may still sign in there before the client
    /// brings a new assertion. A shorter lifetime of the client or the server stays.</summary>
    /// <value>1 minute to 24 hours; default 1 hour.</value>
    public TimeSpan MaxAccessTokenLifetime { get; set; } = TimeSpan.FromHours(1);

    /// <summary>The problems of the settings, each as a sentence that names the setting; empty when there is none.</summary>
    /// <param name="server">The settings of the server, which list the resources.</param>
    public IEnumerable<string> Validate(OAuth2ServerOptions server)
    {
        ArgumentNullException.ThrowIfNull(server);
        if (Issuer.Length is 0 or > MaxIssuerLength || Issuer.Any(c => c is <= ' ' or > '~'))
            yield return $"Issuer must be 1 to {MaxIssuerLength} visible ASCII characters: the iss of the assertions.";
        else if (Issuer == server.Issuer)
            yield return "Issuer is this server: it accepts no assertion of its own. Name the other server.";
        if (Jwks is null == JwksUri is null) yield return "Jwks or JwksUri must be set, and not both: one of them has the keys.";
        if (JwksUri is not null && !IsWebAddress(JwksUri)) yield return "JwksUri is no https URL.";
        if (Clients.Count == 0) yield return "Clients is empty: name the clients that may use its assertions.";
        foreach (var problem in LimitProblems(server)) yield return problem;
        if (!AcceptsIdentityAssertions && !AcceptsPlainAssertions)
            yield return "AcceptsIdentityAssertions and AcceptsPlainAssertions are both false: no assertion would be accepted.";
    }

    /// <summary>The settings that are allowed but dangerous, each as a sentence for the log at start.</summary>
    public IEnumerable<string> Warnings() => AllowPublicClients
        ? [$"AllowPublicClients is on for the trusted issuer {Issuer}: who finds an assertion can use it, because any party can name a " +
            "public client (RFC 7523 §4)."]
        : [];

    /// <summary>The issuer.</summary>
    public override string ToString() => $"TrustedIssuer({Issuer})";

    private IEnumerable<string> LimitProblems(OAuth2ServerOptions server)
    {
        if (Scopes.Count == 0) yield return "Scopes is empty: name the scope that its assertions can give at the most.";
        foreach (var name in Scopes.Where(name => !Grammar.IsNqChar(name)))
            yield return $"Scopes holds '{name}', which is no scope name (RFC 6749 §3.3).";
        foreach (var audience in Audiences.Where(one => !server.Resources.Any(known => ResourceUri.AreSame(known.Resource, one))))
            yield return $"Audiences holds '{audience}', which is not among Resources: no token could be for it (RFC 8707 §2).";
        if (MaxLifetime < LeastLifetime || MaxLifetime > TimeSpan.FromHours(1)) yield return "MaxLifetime must be from 1 minute to 1 hour.";
        if (MaxAccessTokenLifetime < LeastLifetime || MaxAccessTokenLifetime > TimeSpan.FromHours(24))
            yield return "MaxAccessTokenLifetime must be from 1 minute to 24 hours.";
    }

    // The one that fetches it decides whether plain http is allowed.
    private static bool IsWebAddress(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url) && url.UserInfo.Length == 0 && url.Fragment.Length == 0
        && (url.Scheme == Uri.UriSchemeHttps || url.Scheme == Uri.UriSchemeHttp);
}
