using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace OAuth2Server.Jwt;

/// <summary>Clients that describe themselves by a document at an address, which is their client identifier
/// (draft-ietf-oauth-client-id-metadata-document-02): your model asks here for the clients that it does not have.</summary>
/// <remarks>Nothing is fetched for an identifier that is no such address, is of another host than the allowed ones, or that your policy
/// refuses. Thread-safe; make one for the application.</remarks>
public sealed partial class ClientIdMetadataDocuments : IDisposable
{
    private const int MaxNetworks = 10_000;

    private readonly ClientIdMetadataDocumentOptions _options;
    private readonly ClientDocuments<ClientIdMetadataDocument> _documents;
    private readonly IReadOnlyCollection<string> _methods;
    private readonly IClientIdMetadataPolicy? _policy;
    private readonly NewDocuments _new;
    private readonly ILogger _log;
    private readonly Func<string, string> _addressOf;

    /// <summary>Makes one. Nothing is fetched before the first client is looked up.</summary>
    /// <param name="http">Sends the requests.</param>
    /// <param name="options">The settings; do not change them afterwards.</param>
    /// <param name="methods">The names of the client authentication methods that the server has: <c>none</c>,
    /// <c>private_key_jwt</c>.</param>
    /// <param name="policy">The application's decisions; null decides by the options alone.</param>
    /// <param name="clock">The clock; null takes the system's.</param>
    /// <param name="log">The log, which says why a document cannot be used; null writes none.</param>
    /// <exception cref="ArgumentException">A setting is wrong; the message says which and why.</exception>
    public ClientIdMetadataDocuments(
        OutboundHttp http, ClientIdMetadataDocumentOptions options, IEnumerable<string> methods, IClientIdMetadataPolicy? policy = null,
        TimeProvider? clock = null, ILogger<ClientIdMetadataDocuments>? log = null)
        : this(http, options, methods, static clientId => clientId, policy, clock, log)
    {
    }

    /// <param name="http">Sends the requests.</param>
    /// <param name="options">The settings.</param>
    /// <param name="methods">The client authentication methods.</param>
    /// <param name="addressOf">Where the document of a client is; a test has its documents on this machine.</param>
    /// <param name="policy">The application's decisions.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="log">The log.</param>
    internal ClientIdMetadataDocuments(
        OutboundHttp http, ClientIdMetadataDocumentOptions options, IEnumerable<string> methods, Func<string, string> addressOf,
        IClientIdMetadataPolicy? policy = null, TimeProvider? clock = null, ILogger<ClientIdMetadataDocuments>? log = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(methods);
        if (options.Validate().ToArray() is { Length: > 0 } problems) throw new ArgumentException(string.Join(' ', problems));
        (_options, _policy, _methods, _addressOf) = (options, policy, [.. methods], addressOf);
        _log = (ILogger?)log ?? NullLogger.Instance;
        _documents = new(http, options.Documents, ClientIdMetadataDocument.Read, clock, _log);
        _new = new(options.NewDocumentsPerMinute, options.Documents.MaxDocuments, MaxNetworks);
    }

    /// <summary>Finds a client by its identifier. Call it in <see cref="IOAuthModel.GetClientAsync"/> for an identifier that your store
    /// does not have.</summary>
    /// <param name="clientId">The client identifier.</param>
    /// <param name="context">The request.</param>
    /// <param name="ct">Cancelled when the client closes the connection.</param>
    /// <returns>The client; null when the identifier is no address of a document, or the document cannot be fetched or used, which the log
    /// explains.</returns>
    public async ValueTask<Client?> FindAsync(string clientId, OAuthContext context, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(clientId);
        ArgumentNullException.ThrowIfNull(context);
        if (ClientIdUrl.HostOf(clientId) is not { } host || !_options.Allows(host)) return null;
        if (_policy is not null && !await _policy.MayFetchAsync(new(clientId), context, ct)) return null;
        if (!_new.Admits(clientId, context)) return Unusable(clientId, "its network named too many new documents in a minute");
        // One that is kept and is of another client is fetched again: its author may have mended it.
        if (await _documents.GetAsync(_addressOf(clientId), clientId, clientId, static (document, id) => document.IsOf(id), ct)
            is not { } document) return null;
        if (!document.IsOf(clientId)) return Unusable(clientId, "its client_id is not its address");
        var (client, problem) = document.ToClient(_options, _methods);
        if (client is null) return Unusable(clientId, problem!);
        _new.Remember(clientId);
        return _policy is null ? client : await _policy.ReviewAsync(client, document.Root, context, ct);
    }

    /// <inheritdoc/>
    public void Dispose() => _documents.Dispose();

    private Client? Unusable(string clientId, string problem)
    {
        LogUnusable(clientId, problem);
        return null;
    }

    [LoggerMessage(380, LogLevel.Warning, "The client metadata document {ClientId} is not used: {Problem}",
        EventName = "ClientDocumentUnusable")]
    private partial void LogUnusable(string clientId, string problem);
}
