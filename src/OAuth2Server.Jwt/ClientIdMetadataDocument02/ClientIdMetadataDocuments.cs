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
    private const int MaxShown = 200;

    private readonly ClientIdMetadataDocumentOptions _options;
    private readonly ClientDocuments<ClientIdMetadataDocument> _documents;
    private readonly IReadOnlyCollection<string> _methods;
    private readonly IClientIdMetadataPolicy? _policy;
    private readonly NewDocuments _new;
    private readonly LineLimit _lines = new();
    private readonly ILogger _log;
    private readonly Func<string, string> _addressOf;

    /// <summary>Makes one. Nothing is fetched before the first client is looked up.</summary>
    /// <param name="http">Its <see cref="OutboundHttp.ForSelfRegistered"/> sends the requests.</param>
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
        ArgumentNullException.ThrowIfNull(http);
        _documents = new(http.ForSelfRegistered, options.Documents, ClientIdMetadataDocument.Read, clock, _log);
        _new = new(
            options.NewDocumentsPerMinute, options.Documents.MaxFetches * NewDocuments.MaxStartedForOne, options.Documents.MaxDocuments,
            MaxNetworks);
    }

    /// <summary>Finds a client by its identifier. Call it in <see cref="IOAuthModel.GetClientAsync"/> for an identifier that your store
    /// does not have.</summary>
    /// <param name="clientId">The client identifier.</param>
    /// <param name="context">The request.</param>
    /// <param name="ct">Cancelled when the client closes the connection.</param>
    /// <returns>The client; null when the identifier is no address of a document, or the document cannot be fetched or used, which the log
    /// explains. When a later request may find it, <see cref="OAuthContext.IsClientUnavailable"/> is set.</returns>
    /// <remarks>For a token that was issued (<see cref="OAuthContext.IsForIssuedToken"/>) nothing is fetched: the document that was fetched
    /// last counts, and without one the client is taken to be there, with nothing that it may do.</remarks>
    public async ValueTask<Client?> FindAsync(string clientId, OAuthContext context, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(clientId);
        ArgumentNullException.ThrowIfNull(context);
        if (ClientIdUrl.HostOf(clientId) is not { } host || !_options.Allows(host)) return null;
        if (_policy is not null && !await _policy.MayFetchAsync(new(clientId), context, ct)) return null;
        var address = _addressOf(clientId);
        var document = context.IsForIssuedToken ? _documents.LastOf(address) : await FetchedAsync(clientId, address, host, context, ct);
        if (document is null) return context.IsForIssuedToken ? Unjudged(clientId) : null;
        var (client, problem) = ClientOf(document, clientId);
        if (client is null) return Unusable(clientId, clientId, problem!, context);
        _new.Remember(clientId);
        var reviewed = _policy is null ? client : await _policy.ReviewAsync(client, document.Root, context, ct);
        return reviewed is null ? null : reviewed.AsSelfRegistered() with { RequirePkce = true };
    }

    /// <inheritdoc/>
    public void Dispose() => _documents.Dispose();

    // One that is kept and makes no client is fetched again: its author may have mended it, and §5.2 forbids to keep it.
    private async ValueTask<ClientIdMetadataDocument?> FetchedAsync(
        string clientId, string address, string host, OAuthContext context, CancellationToken ct)
    {
        // Before a place is taken for it in what is kept: a flood that is refused must not displace the documents of clients in use.
        var isRefused = !_documents.Knows(address) && (context.IsRefusedAnyway || !_new.HasRoom(clientId, host, context));
        var (document, mayBeTriedAgain) = isRefused
            ? default
            : await _documents.GetAsync(
                address, clientId, (All: this, Id: clientId), static (document, of) => of.All.ClientOf(document, of.Id).Client is not null,
                Admit, ct);
        if (document is not null || context.IsRefusedAnyway) return document;
        context.IsClientUnavailable = isRefused || mayBeTriedAgain;
        if (isRefused) LogTooMany(clientId, context);
        return null;

        // A request that is refused anyway must cost no request to a server that its sender chose.
        Action? Admit()
        {
            if (context.IsRefusedAnyway) return null;
            var ended = _new.Begin(clientId, host, context);
            isRefused = ended is null;
            return ended;
        }
    }

    private void LogTooMany(string clientId, OAuthContext context) => Unusable(
        "network " + NewDocuments.NetworkOf(context), clientId, "too many new documents are fetched for its network, its host or all",
        context);

    private (Client? Client, string? Problem) ClientOf(ClientIdMetadataDocument document, string clientId) =>
        document.IsOf(clientId) ? document.ToClient(_options, _methods) : (null, "its client_id is not its address");

    // A document that is not known on this node, for instance after a start, is no reason to end a token that was issued.
    private static Client Unjudged(string clientId) => new Client { Id = clientId, Type = ClientType.Public }.AsSelfRegistered();

    // Any party can cause such lines, with texts of its choice.
    private Client? Unusable(string about, string clientId, string problem, OAuthContext context)
    {
        if (_lines.Allows(about, context.Now))
            LogUnusable(clientId.Length > MaxShown ? clientId[..MaxShown] + "…" : clientId, problem);
        return null;
    }

    [LoggerMessage(380, LogLevel.Warning,
        "The client metadata document {ClientId} is not used: {Problem}. This line is written once a minute for one document, and for one "
        + "network, at most, and 100 times a minute altogether", EventName = "ClientDocumentUnusable")]
    private partial void LogUnusable(string clientId, string problem);
}
