namespace OAuth2Server.Jwt;

/// <summary>Which assertions are accepted instead of a sign-in (RFC 7523 §2.1).</summary>
public sealed class JwtBearerOptions
{
    /// <summary>The issuers whose assertions are accepted.</summary>
    /// <value>Default empty: every assertion is refused whose issuer <see cref="IAssertionModel.GetTrustedIssuerAsync"/> does not
    /// have.</value>
    public IList<TrustedIssuer> Issuers { get; set; } = [];

    /// <summary>How much the clock of an issuer may differ.</summary>
    /// <value>10 seconds to 5 minutes; default 1 minute.</value>
    public TimeSpan ClockSkew { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How the keys of issuers are fetched and kept.</summary>
    /// <value>Default: fresh for 15 minutes unless the issuer says otherwise, within 1 minute and 24 hours.</value>
    public ClientDocumentOptions Documents { get; } = new();

    /// <summary>The problems of the settings, each as a sentence that names the setting; empty when there is none.</summary>
    /// <param name="server">The settings of the server, which list the resources.</param>
    public IEnumerable<string> Validate(OAuth2ServerOptions server)
    {
        ArgumentNullException.ThrowIfNull(server);
        if (ClockSkew < TimeSpan.FromSeconds(10) || ClockSkew > TimeSpan.FromMinutes(5))
            yield return "ClockSkew must be from 10 seconds to 5 minutes.";
        foreach (var problem in Documents.Validate()) yield return "Documents." + problem;
        for (var i = 0; i < Issuers.Count; i++)
        {
            foreach (var problem in ProblemsOf(Issuers[i], server)) yield return $"Issuers:{i}:{problem}";
            if (Issuers.Take(i).Any(before => before.Issuer == Issuers[i].Issuer))
                yield return $"Issuers:{i}:Issuer '{Issuers[i].Issuer}' is there twice: put both into one.";
        }
    }

    /// <summary>The settings that are allowed but dangerous, each as a sentence for the log at start.</summary>
    public IEnumerable<string> Warnings() => Issuers.SelectMany(issuer => issuer.Warnings());

    /// <summary>Whether identity assertions of an issuer are accepted; the model may have others than the options.</summary>
    internal bool AcceptsIdentityAssertions => Issuers.Count == 0 || Issuers.Any(issuer => issuer.AcceptsIdentityAssertions);

    /// <summary>The issuer of that name; null for none.</summary>
    internal TrustedIssuer? Find(string issuer)
    {
        for (var i = 0; i < Issuers.Count; i++)
        {
            if (Issuers[i].Issuer == issuer) return Issuers[i];
        }
        return null;
    }

    /// <summary>What is wrong with an issuer.</summary>
    internal static IEnumerable<string> ProblemsOf(TrustedIssuer issuer, OAuth2ServerOptions server)
    {
        foreach (var problem in issuer.Validate(server)) yield return problem;
        if (issuer.Algorithms.Except(SigningAlgorithm.All, StringComparer.Ordinal).Any())
            yield return $"Algorithms must have some of {string.Join(", ", SigningAlgorithm.All)}, or be empty.";
        if (issuer.Jwks is { } jwks && !IssuerKeys.CanRead(jwks))
            yield return "Jwks is no key set, or no key in it can be used (RFC 7517 §5).";
    }
}
