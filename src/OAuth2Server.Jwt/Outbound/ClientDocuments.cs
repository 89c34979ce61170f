using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace OAuth2Server.Jwt;

/// <summary>Documents of one kind that clients publish at addresses that they named: each is fetched when it is needed first, kept as long
/// as its server says within bounds, and fetched again when something is missing in it.</summary>
/// <remarks>
/// An attacker can name many addresses, slow ones and ones without end, and can send requests that need them. Therefore requests for one
/// address wait for one fetch; two fetches of one address have a distance of ten seconds (five after a failure, which is not kept longer);
/// the documents that are kept, the fetches at the same time, the time and the size of each are bounded. While a document cannot be
/// fetched, the one before it is used for an hour longer. Thread-safe; make one for the application.
/// </remarks>
/// <typeparam name="T">What a document is read as.</typeparam>
public sealed class ClientDocuments<T> : IDisposable where T : class
{
    /// <summary>How long a fetch waits for the end of others.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(10);

    /// <summary>The least time between two log lines about one address.</summary>
    private static readonly TimeSpan BetweenLines = TimeSpan.FromMinutes(1);

    private readonly OutboundHttp _http;
    private readonly ClientDocumentOptions _options;
    private readonly Func<OutboundAnswer, (T? Document, string? Problem)> _read;
    private readonly TimeProvider _clock;
    private readonly ClientDocumentLog _log;
    private readonly SemaphoreSlim _fetches;
    private readonly BoundedCache<Entry> _entries;
    private readonly Lock _adding = new();

    /// <summary>Makes an empty one.</summary>
    /// <param name="http">Sends the requests.</param>
    /// <param name="options">The bounds; do not change them afterwards.</param>
    /// <param name="read">Reads an answer with status 200: the document, or null and what is wrong with it as the end of a sentence for the
    /// log. It must not throw.</param>
    /// <param name="clock">The clock; null takes the system's.</param>
    /// <param name="log">The log; null writes none.</param>
    /// <exception cref="ArgumentException">A setting is wrong; the message says which and why.</exception>
    public ClientDocuments(
        OutboundHttp http, ClientDocumentOptions options, Func<OutboundAnswer, (T? Document, string? Problem)> read,
        TimeProvider? clock = null, ILogger? log = null)
    {
        ArgumentNullException.ThrowIfNull(http);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(read);
        if (options.Validate().ToArray() is { Length: > 0 } problems) throw new ArgumentException(string.Join(' ', problems));
        (_http, _options, _read, _clock) = (http, options, read, clock ?? TimeProvider.System);
        (_log, _entries) = (new(log ?? NullLogger.Instance), new(options.MaxDocuments));
        _fetches = new(options.MaxFetches);
    }

    /// <summary>Gets a document.</summary>
    /// <typeparam name="TState">The type of the state.</typeparam>
    /// <param name="address">The address that the client named; one that is not allowed is not fetched.</param>
    /// <param name="clientId">The client, for the log.</param>
    /// <param name="state">What <paramref name="isEnough"/> looks for.</param>
    /// <param name="isEnough">Whether the document has what the request needs, for instance a key; if not, it is fetched again, once for
    /// all requests within ten seconds.</param>
    /// <param name="ct">Ends the waiting, not the fetch.</param>
    /// <returns>The newest document, with or without what is looked for; null when there is none, which the log explains.</returns>
    public ValueTask<T?> GetAsync<TState>(
        string address, string clientId, TState state, Func<T, TState, bool> isEnough, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(address);
        ArgumentNullException.ThrowIfNull(clientId);
        ArgumentNullException.ThrowIfNull(isEnough);
        return EntryOf(address, clientId).Kept.GetAsync(state, isEnough, ct);
    }

    /// <inheritdoc/>
    public void Dispose() => _fetches.Dispose();

    private Entry EntryOf(string address, string clientId)
    {
        var key = SecretHash.Of(address);
        if (_entries.TryGet(key, out var entry)) return entry;
        lock (_adding)
        {
            if (_entries.TryGet(key, out entry)) return entry;
            _entries.Set(key, entry = new(this, address, clientId));
            return entry;
        }
    }

    private async Task<(T? Document, string? Problem, TimeSpan FreshFor)> FetchAsync(string address, CancellationToken ct)
    {
        using var limit = new CancellationTokenSource(LongestWait, _clock);
        try
        {
            await _fetches.WaitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            return (null, "too many fetches run at the same time (MaxFetches)", default);
        }
        try
        {
            if (!OutboundHttp.IsAddress(address, allowHttp: true)) return (null, "it is no https URL", default);
            using var request = new HttpRequestMessage(HttpMethod.Get, address);
            request.Headers.Accept.ParseAdd("application/json");
            var answer = await _http.SendAsync(request, _options.MaxBytes, ct);
            if (answer.Problem is not null) return (null, answer.Problem, default);
            if (answer.Status != 200) return (null, $"it answered {answer.Status}", default);
            var (document, problem) = _read(answer);
            return (document, document is null ? problem ?? "the document cannot be read" : null, _options.FreshFor(answer.MaxAge));
        }
        finally
        {
            _fetches.Release();
        }
    }

    /// <summary>The document of one address.</summary>
    private sealed class Entry
    {
        private readonly ClientDocuments<T> _all;
        private readonly string _address;
        private readonly string _clientId;
        private DateTimeOffset _nextLine = DateTimeOffset.MinValue;

        internal Entry(ClientDocuments<T> all, string address, string clientId)
        {
            (_all, _address, _clientId) = (all, address, clientId);
            Kept = new(RefreshAsync, all._clock);
        }

        internal Refreshed<T> Kept { get; }

        // One at a time.
        private async Task<(T Value, TimeSpan FreshFor)?> RefreshAsync(CancellationToken ct)
        {
            var (document, problem, freshFor) = await _all.FetchAsync(_address, ct);
            if (document is not null) return (document, freshFor);
            var now = _all._clock.GetUtcNow();
            if (now < _nextLine) return null;
            _nextLine = now + BetweenLines;
            _all._log.NotFetched(_clientId, Shown(), problem);
            return null;
        }

        // A query or a user may be secret, and an address that is no URL may hold a new line.
        private string Shown() => Uri.TryCreate(_address, UriKind.Absolute, out var uri)
            ? uri.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped)
            : "an address";
    }
}
