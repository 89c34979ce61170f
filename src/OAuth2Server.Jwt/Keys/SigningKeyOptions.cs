namespace OAuth2Server.Jwt;

/// <summary>Which keys sign, and when the next ones replace them. The settings are checked when the server starts; see
/// <see cref="Validate"/>.</summary>
public sealed class SigningKeyOptions
{
    // Microsoft's ConfigurationManager reads a key set again after 12 hours, and up to 5 % later.
    private static readonly TimeSpan EveryReaderHasSeenIt = TimeSpan.FromHours(13);
    private static readonly TimeSpan Century = TimeSpan.FromDays(36525);

    /// <summary>The algorithms that the server signs with; each has keys of its own. The first is the one that tokens are signed with where
    /// neither the resource nor the client asks for another.</summary>
    /// <value>At least one of <see cref="SigningAlgorithm.All"/>; default ES256 and RS256. Every reader supports RS256 (RFC 9068 §4). An
    /// algorithm that is added gets a key at the next refresh, which signs immediately; the keys of one that is taken away sign no
    /// more.</value>
    public IList<string> Algorithms { get; set; } = [SigningAlgorithm.ES256, SigningAlgorithm.RS256];

    /// <summary>The size of new RSA keys in bits. A key that exists keeps its size until the next one replaces it.</summary>
    /// <value>2048, 3072 or 4096; default 2048. A signature with 4096 bits takes six times as long.</value>
    public int RsaKeySize { get; set; } = 2048;

    /// <summary>How long a new key is in the key set before it signs, so that every resource server has read it by then.</summary>
    /// <value>1 minute to 365 days; default 24 hours. Below 13 hours a warning is logged at start: resource servers with Microsoft's
    /// handler read the key set every 12 hours, and refuse the first token of a key that they have not seen.</value>
    public TimeSpan PublishedBefore { get; set; } = TimeSpan.FromHours(24);

    /// <summary>How long a key signs until the next one takes its place.</summary>
    /// <value>At least <see cref="PublishedBefore"/>, at most 100 years; default 90 days.</value>
    public TimeSpan SignsFor { get; set; } = TimeSpan.FromDays(90);

    /// <summary>The longest lifetime of a token. A key stays in the key set for so long after its last signature, and 10 minutes more for
    /// clocks that differ.</summary>
    /// <value>1 second to 100 years; default 24 hours. <c>AddJwt</c> raises it to
    /// <see cref="OAuth2ServerOptions.AccessTokenLifetime"/>, and <see cref="SigningKeys.KeepFor"/> to the lifetime of each
    /// token.</value>
    public TimeSpan TokensLiveAtMost { get; set; } = TimeSpan.FromHours(24);

    /// <summary>How often a node reads the ring of keys from the store: it sees within that time, or twice of it when the store is slow,
    /// what another node changed.</summary>
    /// <value>1 second to 1 hour, at most a tenth of <see cref="PublishedBefore"/>; default 1 minute.</value>
    public TimeSpan RefreshEvery { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>The algorithm that signs introspection answers (RFC 9701 §6), unless the client or its resource has another.</summary>
    /// <value>One of <see cref="Algorithms"/>; default null: RS256, or the first one if that is not among them. With FAPI 2.0 it is the
    /// first that the profile allows.</value>
    public string? IntrospectionSigningAlgorithm { get; set; }

    /// <summary>Whether private keys may be saved in the clear without a warning, for an application that warns of it itself.</summary>
    /// <value>Default false: without an <see cref="IKeyEncryption"/> a warning is logged at start, unless the issuer is a loopback
    /// address.</value>
    public bool AllowUnencrypted { get; set; }

    /// <summary>The problems of the settings, each as a sentence that names the setting; empty when there is none.</summary>
    public IEnumerable<string> Validate()
    {
        if (Algorithms.Count == 0) yield return "Algorithms must name at least one algorithm.";
        foreach (var unknown in Algorithms.Where(algorithm => !SigningAlgorithm.All.Contains(algorithm)))
            yield return $"Algorithms holds '{unknown}', which is none of {string.Join(", ", SigningAlgorithm.All)}.";
        if (IntrospectionSigningAlgorithm is { } signing && !Algorithms.Contains(signing))
            yield return $"IntrospectionSigningAlgorithm {signing} must be one of Algorithms.";
        if (RsaKeySize is not (2048 or 3072 or 4096)) yield return "RsaKeySize must be 2048, 3072 or 4096.";
        if (PublishedBefore < TimeSpan.FromMinutes(1) || PublishedBefore > TimeSpan.FromDays(365))
            yield return "PublishedBefore must be from 1 minute to 365 days.";
        if (SignsFor < PublishedBefore || SignsFor > Century)
            yield return "SignsFor must be at least PublishedBefore, so that the next key can be published in time, and at most 100 years.";
        if (TokensLiveAtMost < TimeSpan.FromSeconds(1) || TokensLiveAtMost > Century)
            yield return "TokensLiveAtMost must be from 1 second to 100 years.";
        if (RefreshEvery < TimeSpan.FromSeconds(1) || RefreshEvery > TimeSpan.FromHours(1))
            yield return "RefreshEvery must be from 1 second to 1 hour.";
        else if (RefreshEvery > PublishedBefore / 10)
            yield return "RefreshEvery must be at most a tenth of PublishedBefore: every node must have read a new key before it signs.";
    }

    /// <summary>The settings that are allowed but dangerous, each as a sentence for the log at start.</summary>
    public IEnumerable<string> Warnings()
    {
        if (PublishedBefore < EveryReaderHasSeenIt)
            yield return "PublishedBefore is below 13 hours: resource servers with Microsoft's handler read the key set every 12 hours, " +
                "and each refuses the first token of a key that it has not seen.";
        if (!Algorithms.Contains(SigningAlgorithm.RS256))
            yield return "Algorithms has no RS256, which an authorization server must support (RFC 9068 §4): a resource server that has " +
                "only RS256 cannot verify a token.";
    }
}
