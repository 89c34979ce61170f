namespace OAuth2Server.Jwt;

/// <summary>Which request objects are accepted (RFC 9101).</summary>
public sealed class RequestObjectOptions
{
    private static readonly TimeSpan FapiLifetime = TimeSpan.FromMinutes(60);

    /// <summary>The signature algorithms, in the order in which the metadata lists them.</summary>
    /// <value>Some of <see cref="SigningAlgorithm.All"/>; default all.</value>
    public IList<string> Algorithms { get; set; } =
        [SigningAlgorithm.PS256, SigningAlgorithm.ES256, SigningAlgorithm.ES384, SigningAlgorithm.RS256];

    /// <summary>Whether <c>aud</c> is required; a wrong one is always refused.</summary>
    /// <value>Default false; FAPI 2.0 Message Signing demands it (§5.3.2), so that it is true for a client with that profile.</value>
    public bool RequireAudience { get; set; }

    /// <summary>Whether <c>nbf</c> and <c>exp</c> are required, with <see cref="MaxLifetime"/> between them at the most, and an <c>nbf</c>
    /// that is not older than that.</summary>
    /// <value>Default false: they are honoured where they are present. FAPI 2.0 Message Signing demands it (§5.3.2), so that it is true for
    /// a client with that profile.</value>
    public bool RequireLifetime { get; set; }

    /// <summary>The longest time between <c>nbf</c> and <c>exp</c> where <see cref="RequireLifetime"/> is set.</summary>
    /// <value>1 minute to 24 hours; default 60 minutes. With FAPI 2.0 it is 60 minutes at the most.</value>
    public TimeSpan MaxLifetime { get; set; } = TimeSpan.FromMinutes(60);

    /// <summary>How much the clock of a client may differ.</summary>
    /// <value>10 seconds to 5 minutes; default 1 minute. With FAPI 2.0 it is 1 minute at the most.</value>
    public TimeSpan ClockSkew { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>The same as FAPI 2.0 demands it (Message Signing §5.3.2, Security Profile §5.3.2.1): an object is for this server, is valid
    /// for 60 minutes at the most, and the clock of a client differs by 60 seconds at the most.</summary>
    internal RequestObjectOptions For(SecurityProfile profile) => new()
    {
        Algorithms = Algorithms,
        RequireAudience = true,
        RequireLifetime = true,
        MaxLifetime = MaxLifetime < FapiLifetime ? MaxLifetime : FapiLifetime,
        ClockSkew = profile.LimitClockSkew(ClockSkew),
    };

    /// <summary>The problems of the settings, each as a sentence that names the setting; empty when there is none.</summary>
    public IEnumerable<string> Validate()
    {
        if (Algorithms.Count == 0 || Algorithms.Except(SigningAlgorithm.All, StringComparer.Ordinal).Any())
            yield return $"Algorithms must have one or more of {string.Join(", ", SigningAlgorithm.All)}.";
        if (MaxLifetime < TimeSpan.FromMinutes(1) || MaxLifetime > TimeSpan.FromHours(24))
            yield return "MaxLifetime must be from 1 minute to 24 hours.";
        if (ClockSkew < TimeSpan.FromSeconds(10) || ClockSkew > TimeSpan.FromMinutes(5))
            yield return "ClockSkew must be from 10 seconds to 5 minutes.";
    }
}
