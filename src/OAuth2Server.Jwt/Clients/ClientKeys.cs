using System.Text;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace OAuth2Server.Jwt;

/// <summary>The public keys of clients: those that the registration holds (<see cref="Client.Jwks"/>), and those that clients publish
/// (<see cref="Client.JwksUri"/>), which are fetched and kept.</summary>
/// <remarks>A key that a client published a moment ago is found: a message that names an unknown key, or that the known key did not sign,
/// leads to one more fetch, which all requests within ten seconds share. Thread-safe; make one for the application.</remarks>
public sealed class ClientKeys : IDisposable
{
    private readonly ClientDocuments<ClientKeySet> _published;
    private readonly ClientDocuments<ClientKeySet> _ofSelfRegistered;
    private readonly BoundedCache<Registered> _registered;
    private readonly int _maxBytes;
    private readonly ClientDocumentLog _log;

    /// <summary>Makes one. Nothing is fetched before the first key is needed.</summary>
    /// <param name="http">Sends the requests.</param>
    /// <param name="options">The bounds; null takes the defaults.</param>
    /// <param name="clock">The clock; null takes the system's.</param>
    /// <param name="log">The log, which says why the keys of a client cannot be read; null writes none.</param>
    /// <exception cref="ArgumentException">A setting is wrong; the message says which and why.</exception>
    public ClientKeys(
        OutboundHttp http, ClientDocumentOptions? options = null, TimeProvider? clock = null, ILogger<ClientKeys>? log = null)
    {
        options ??= new();
        ArgumentNullException.ThrowIfNull(http);
        _published = new(http, options, Read, clock, log);
        // What one client may have fetched from a private network must not be found by a client that names the same address.
        _ofSelfRegistered = new(http.ForSelfRegistered, options, Read, clock, log);
        _registered = new(options.MaxDocuments);
        _maxBytes = options.MaxBytes;
        _log = new((ILogger?)log ?? NullLogger.Instance);
    }

    /// <summary>Gets the key set of a client as text, for readers of other members, such as keys for encryption (RFC 7517).</summary>
    /// <param name="client">The client.</param>
    /// <param name="ct">Ends the waiting for a fetch.</param>
    /// <returns>The JSON in UTF-8; null when the client has no keys, or they cannot be read, which the log explains.</returns>
    public async ValueTask<ReadOnlyMemory<byte>?> GetJsonAsync(Client client, CancellationToken ct) =>
        (await GetAsync(client, 0, static (_, _) => true, ct))?.Json;

    /// <summary>Whether a certificate is one of those in the key set of a client: the first of the <c>x5c</c> of a key (RFC 8705
    /// §2.2.2).</summary>
    /// <param name="client">The client.</param>
    /// <param name="certificate">The certificate in DER.</param>
    /// <param name="ct">Ends the waiting for a fetch.</param>
    /// <returns>False also when the client has no keys, or they cannot be read, which the log explains.</returns>
    public async ValueTask<bool> HasCertificateAsync(Client client, ReadOnlyMemory<byte> certificate, CancellationToken ct) =>
        await GetAsync(client, certificate, static (keys, wanted) => keys.HasCertificate(wanted), ct) is { } keys
        && keys.HasCertificate(certificate);

    /// <inheritdoc/>
    public void Dispose()
    {
        _published.Dispose();
        _ofSelfRegistered.Dispose();
    }

    /// <summary>Verifies the signature of a message of a client.</summary>
    /// <returns>Null when it is right; otherwise what is wrong, the end of a sentence for the log.</returns>
    internal async ValueTask<string?> ProblemAsync(Client client, CompactJws jws, CancellationToken ct)
    {
        // A client that publishes keys without a kid, or gives a new key the kid of an old one, changed its key without telling: the
        // message names no unknown key, and its signature is wrong.
        var message = new SignedMessage(jws);
        if (await GetAsync(client, message, static (keys, message) => message.IsSignedBy(keys), ct) is not { } keys)
            return "the client has no keys, or they cannot be read";
        if (message.IsSignedBy(keys)) return null;
        return keys.Find(jws) is null ? "the client has no key with its kid and alg" : "its signature is wrong";
    }

    private ValueTask<ClientKeySet?> GetAsync<TState>(
        Client client, TState state, Func<ClientKeySet, TState, bool> isEnough, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(client);
        return client is { JwksUri: { } address, Jwks: null }
            ? (client.IsSelfRegistered ? _ofSelfRegistered : _published).GetAsync(address, client.Id, state, isEnough, ct)
            : new(client.Jwks is null ? null : OfRegistration(client, client.Jwks));
    }

    // Each text is parsed once, and its problem is logged once.
    private ClientKeySet? OfRegistration(Client client, string text)
    {
        var isTooLong = text.Length > _maxBytes;
        var key = SecretHash.Of($"{client.Id}\n{client.JwksUri is null}\n{(isTooLong ? "" : text)}");
        if (_registered.TryGet(key, out var known)) return known.Keys;
        var problem = client.JwksUri is not null ? "it has both jwks and jwks_uri (RFC 7591 section 2)"
            : isTooLong ? $"its jwks has more than {_maxBytes} characters"
            : null;
        var keys = problem is null ? ClientKeySet.Read(Encoding.UTF8.GetBytes(text)) : null;
        if (keys is null) _log.Unusable(client.Id, problem ?? "its jwks is no key set, or no key in it can be used");
        _registered.Set(key, new(keys));
        return keys;
    }

    private static (ClientKeySet? Keys, string? Problem) Read(OutboundAnswer answer) =>
        ClientKeySet.Read(answer.Body) is { } keys ? (keys, null) : (null, "it is no key set, or no key in it can be used");

    private sealed record Registered(ClientKeySet? Keys);

    /// <summary>A message: its signature is verified once with each key.</summary>
    private sealed class SignedMessage(CompactJws jws)
    {
        private VerificationKey? _key;
        private bool _isSigned;

        internal bool IsSignedBy(ClientKeySet keys)
        {
            if (keys.Find(jws) is not { } key) return false;
            if (key != _key) (_key, _isSigned) = (key, jws.IsSignedBy(key));
            return _isSigned;
        }
    }
}
