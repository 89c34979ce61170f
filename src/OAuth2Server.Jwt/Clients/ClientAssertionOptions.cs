namespace OAuth2Server.Jwt;

/// <summary>Which client assertions are accepted (RFC 7523 §3).</summary>
public sealed class ClientAssertionOptions
{
    /// <summary>The signature algorithms, in the order in which the metadata lists them.</summary>
    /// <value>Some of <see cref="SigningAlgorithm.All"/>; default all.</value>
    public IList<string> Algorithms { get; set; } =
        [SigningAlgorithm.PS256, SigningAlgorithm.ES256, SigningAlgorithm.ES384, SigningAlgorithm.RS256];

    /// <summary>How far <c>exp</c> may be in the future, beside <see cref="ClockSkew"/>: an assertion that was stolen from a log a year
    /// later must not be valid, and each one is remembered until its end.</summary>
    /// <value>1 minute to 1 hour; default 10 minutes.</value>
    public TimeSpan MaxLifetime { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>How much the clock of a client may differ.</summary>
    /// <value>10 seconds to 5 minutes; default 1 minute. With FAPI 2.0 it is 1 minute at the most.</value>
    public TimeSpan ClockSkew { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Whether <c>aud</c> may be an array whose only element is the issuer. An array of two is always refused.</summary>
    /// <value>Default true, as RFC 10070 §4 permits; FAPI 2.0 demands a text.</value>
    public bool AcceptAudienceArray { get; set; } = true;

    /// <summary>The same as FAPI 2.0 demands it (Security Profile §5.3.2.1): the audience is a text, and the clock of a client differs by
    /// 60 seconds at the most.</summary>
    internal ClientAssertionOptions For(SecurityProfile profile) => new()
    {
        Algorithms = Algorithms,
        MaxLifetime = MaxLifetime,
        ClockSkew = profile.LimitClockSkew(ClockSkew),
        AcceptAudienceArray = false,
    };

    /// <summary>The problems of the settings, each as a sentence that names the setting; empty when there is none.</summary>
    public IEnumerable<string> Validate()
    {
        if (Algorithms.Count == 0 || Algorithms.Except(SigningAlgorithm.All, StringComparer.Ordinal).Any())
            yield return $"Algorithms must have one or more of {string.Join(", ", SigningAlgorithm.All)}.";
        if (MaxLifetime < TimeSpan.FromMinutes(1) || MaxLifetime > TimeSpan.FromHours(1))
            yield return "MaxLifetime must be from 1 minute to 1 hour.";
        if (ClockSkew < TimeSpan.FromSeconds(10) || ClockSkew > TimeSpan.FromMinutes(5))
            yield return "ClockSkew must be from 10 seconds to 5 minutes.";
    }
}
