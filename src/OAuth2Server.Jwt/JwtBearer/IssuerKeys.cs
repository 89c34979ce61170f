using System.Text;
using Microsoft.Extensions.Logging;

namespace OAuth2Server.Jwt;

/// <summary>The public keys of trusted issuers: those of the settings (<see cref="TrustedIssuer.Jwks"/>), and those that issuers publish
/// (<see cref="TrustedIssuer.JwksUri"/>), which are fetched and kept.</summary>
/// <remarks>They are kept apart from the keys of clients: clients that name many addresses do not remove them. Thread-safe; make one for
/// the application.</remarks>
public sealed class IssuerKeys : IDisposable
{
    private readonly ClientDocuments<KeySet> _published;
    private readonly BoundedCache<KeySet> _written;

    /// <summary>Makes one. Nothing is fetched before the first key is needed.</summary>
    /// <param name="http">Sends the requests.</param>
    /// <param name="options">The bounds; null takes the defaults.</param>
    /// <param name="clock">The clock; null takes the system's.</param>
    /// <param name="log">The log, which says why keys cannot be read; null writes none.</param>
    /// <exception cref="ArgumentException">A setting is wrong; the message says which and why.</exception>
    public IssuerKeys(
        OutboundHttp http, ClientDocumentOptions? options = null, TimeProvider? clock = null, ILogger<IssuerKeys>? log = null)
    {
        options ??= new();
        _published = new(http, options, Read, clock, log);
        _written = new(options.MaxDocuments);
    }

    /// <inheritdoc/>
    public void Dispose() => _published.Dispose();

    /// <summary>Finds the key that an assertion must be signed with; null when there is none, or it cannot be read.</summary>
    internal async ValueTask<VerificationKey?> FindAsync(TrustedIssuer issuer, CompactJws jws, CancellationToken ct)
    {
        var keys = issuer.Jwks is { } text
            ? Written(text)
            : await _published.GetAsync(
                issuer.JwksUri!, issuer.Issuer, jws, static (keys, jws) => keys.Find(jws.KeyId, jws.Algorithm) is not null, ct);
        return keys?.Find(jws.KeyId, jws.Algorithm);
    }

    /// <summary>Whether a text is a key set with a key that can be used.</summary>
    internal static bool CanRead(string text) => KeySet.TryRead(Encoding.UTF8.GetBytes(text), out _, out _);

    // Each text is parsed once.
    private KeySet? Written(string text)
    {
        var hash = SecretHash.Of(text);
        if (_written.TryGet(hash, out var known)) return known;
        if (!KeySet.TryRead(Encoding.UTF8.GetBytes(text), out var keys, out _)) return null;
        _written.Set(hash, keys);
        return keys;
    }

    private static (KeySet? Keys, string? Problem) Read(OutboundAnswer answer) =>
        KeySet.TryRead(answer.Body, out var keys, out _) ? (keys, null) : (null, "it is no key set, or no key in it can be used");
}
