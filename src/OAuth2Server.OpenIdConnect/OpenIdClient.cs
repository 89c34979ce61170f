using System.Collections.Immutable;
using System.Globalization;

namespace OAuth2Server.OpenIdConnect;

/// <summary>What a client registers beside its OAuth settings (OpenID Connect Dynamic Client Registration §2, Back-Channel Logout
/// §2.2).</summary>
/// <remarks>It is kept in <see cref="Client.Properties"/> under the registered names, so that a store needs no columns for it.</remarks>
public sealed record OpenIdClient
{
    private const string Algorithm = "id_token_signed_response_alg";
    private const string SubjectTypeName = "subject_type";
    private const string Sector = "sector_identifier_host";
    private const string AfterLogout = "post_logout_redirect_uris";
    private const string BackChannel = "backchannel_logout_uri";
    private const string BackChannelSession = "backchannel_logout_session_required";
    private const string FrontChannel = "frontchannel_logout_uri";
    private const string FrontChannelSession = "frontchannel_logout_session_required";
    private const string MaxAge = "default_max_age";

    /// <summary>The algorithm that signs its ID tokens (<c>id_token_signed_response_alg</c>).</summary>
    /// <value>One of the algorithms that the server signs with; default null: RS256, and with FAPI 2.0 the first that the profile allows
    /// (ES256).</value>
    public string? IdTokenSignedResponseAlg { get; init; }

    /// <summary>Whether it gets subject identifiers that no client of another host gets (<c>subject_type</c> is
    /// <c>pairwise</c>, OpenID Connect Core §8).</summary>
    /// <value>Default false: every client gets the same identifier. Its access tokens should be opaque: a JWT access token shows the
    /// identifier of the server.</value>
    public bool IsPairwise { get; init; }

    /// <summary>The host that its pairwise identifiers are made for: clients of one host get the same ones.</summary>
    /// <value>Default null: the host of its redirect URIs, which must be one, and no loopback address.</value>
    public string? SectorIdentifierHost { get; init; }

    /// <summary>Where the browser may go after a logout that it started (<c>post_logout_redirect_uris</c>), compared as text.</summary>
    public ImmutableArray<string> PostLogoutRedirectUris { get; init; } = [];

    /// <summary>Where it gets a request of the server when a session has ended (<c>backchannel_logout_uri</c>); null for
    /// nowhere.</summary>
    public string? BackChannelLogoutUri { get; init; }

    /// <summary>Whether that request must name the session (<c>backchannel_logout_session_required</c>).</summary>
    public bool BackChannelLogoutSessionRequired { get; init; }

    /// <summary>Which page of it the browser loads when a session ends (<c>frontchannel_logout_uri</c>); null for none.</summary>
    public string? FrontChannelLogoutUri { get; init; }

    /// <summary>Whether the address of that page must name the issuer and the session
    /// (<c>frontchannel_logout_session_required</c>).</summary>
    public bool FrontChannelLogoutSessionRequired { get; init; }

    /// <summary>The <c>max_age</c> of its requests that name none (<c>default_max_age</c>); null for any age.</summary>
    public TimeSpan? DefaultMaxAge { get; init; }

    /// <summary>Reads it from a client.</summary>
    /// <param name="client">The client.</param>
    public static OpenIdClient Of(Client client)
    {
        ArgumentNullException.ThrowIfNull(client);
        var stored = client.Properties;
        return new()
        {
            IdTokenSignedResponseAlg = stored[Algorithm],
            // Another text than the two is a fault of the store: the client must not see more than it was registered for.
            IsPairwise = stored[SubjectTypeName] is not (null or "public"),
            SectorIdentifierHost = stored[Sector],
            PostLogoutRedirectUris = [.. (stored[AfterLogout] ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries)],
            BackChannelLogoutUri = stored[BackChannel],
            BackChannelLogoutSessionRequired = stored[BackChannelSession] == "true",
            FrontChannelLogoutUri = stored[FrontChannel],
            FrontChannelLogoutSessionRequired = stored[FrontChannelSession] == "true",
            DefaultMaxAge = long.TryParse(stored[MaxAge], NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
                ? TimeSpan.FromSeconds(Math.Min(seconds, int.MaxValue))
                : null,
        };
    }

    /// <summary>The client with this in its properties.</summary>
    /// <param name="client">The client.</param>
    /// <exception cref="InvalidOperationException"><see cref="DefaultMaxAge"/> is negative, or a URI has a space.</exception>
    public Client AddTo(Client client)
    {
        ArgumentNullException.ThrowIfNull(client);
        if (DefaultMaxAge < TimeSpan.Zero) throw new InvalidOperationException("DefaultMaxAge must not be negative.");
        if (!PostLogoutRedirectUris.IsDefaultOrEmpty && PostLogoutRedirectUris.Any(uri => uri.Contains(' ', StringComparison.Ordinal)))
            throw new InvalidOperationException("A URI of PostLogoutRedirectUris has a space.");
        return client with
        {
            Properties = Written(client.Properties,
                (Algorithm, IdTokenSignedResponseAlg),
                (SubjectTypeName, IsPairwise ? "pairwise" : null),
                (Sector, SectorIdentifierHost),
                (AfterLogout, PostLogoutRedirectUris.IsDefaultOrEmpty ? null : string.Join(' ', PostLogoutRedirectUris)),
                (BackChannel, BackChannelLogoutUri),
                (BackChannelSession, BackChannelLogoutSessionRequired ? "true" : null),
                (FrontChannel, FrontChannelLogoutUri),
                (FrontChannelSession, FrontChannelLogoutSessionRequired ? "true" : null),
                (MaxAge, DefaultMaxAge is { } age ? ((long)age.TotalSeconds).ToString(CultureInfo.InvariantCulture) : null)),
        };
    }

    /// <summary>The algorithm and the type of subjects.</summary>
    public override string ToString() => $"OpenIdClient({IdTokenSignedResponseAlg ?? SigningName}, {(IsPairwise ? "pairwise" : "public")})";

    private const string SigningName = Jwt.SigningAlgorithm.RS256;

    private static Properties Written(Properties properties, params ReadOnlySpan<(string Name, string? Value)> members)
    {
        foreach (var (name, value) in members)
            properties = value is null ? properties.Without(name) : properties.With(name, value);
        return properties;
    }
}
