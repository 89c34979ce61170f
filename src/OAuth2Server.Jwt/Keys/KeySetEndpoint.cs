using System.Globalization;

namespace OAuth2Server.Jwt;

/// <summary>The key set endpoint: the public keys with which resource servers verify tokens (RFC 7517 §5). The metadata names it as
/// <c>jwks_uri</c> (RFC 8414 §2).</summary>
/// <remarks>The answer has no private half: <c>kty</c>, <c>kid</c>, <c>use</c>, <c>alg</c> and the members of the public key.</remarks>
/// <param name="keys">The keys.</param>
/// <param name="model">Keeps them.</param>
public sealed class KeySetEndpoint(SigningKeys keys, ISigningKeyModel model) : IEndpoint
{
    private readonly string _cacheControl =
        string.Create(CultureInfo.InvariantCulture, $"public, max-age={(long)keys.KeySetLifetime.TotalSeconds}");

    /// <inheritdoc/>
    public string Name => "jwks";

    /// <inheritdoc/>
    public string Path => "/jwks";

    /// <inheritdoc/>
    public BrowserAccess Browsers => BrowserAccess.EveryOrigin;

    /// <inheritdoc/>
    public void Describe(ServerMetadata metadata)
    {
        ArgumentNullException.ThrowIfNull(metadata);
        metadata.Add("jwks_uri", metadata.UrlOf(this));
    }

    /// <inheritdoc/>
    public async ValueTask<Outcome<OAuthResponse>> HandleAsync(OAuthContext context, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(context);
        var request = context.Request;
        if (request.Method is not ("GET" or "HEAD"))
            return OAuthError.MethodNotAllowed("GET, HEAD");
        var set = await keys.GetKeySetDocumentAsync(model, ct);
        KeyValuePair<string, string>[] headers = [new("Cache-Control", _cacheControl), new("ETag", set.Tag)];
        return IsKnown(request, set.Tag)
            ? new OAuthResponse(304, [.. headers], default)
            : new OAuthResponse(200, [new("Content-Type", "application/jwk-set+json"), .. headers], set.Body);
    }

    private static bool IsKnown(OAuthRequest request, string tag) => request.Header("If-None-Match")
        .Any(known => known?.Trim() == "*" || known?.Contains(tag, StringComparison.Ordinal) == true);
}
