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

    private readonly OutboundHttp _http;
    private readonly ClientDocumentOptions _options;
    private readonly Func<OutboundAnswer, (T? Document, string? Problem)> _read;
    private readonly TimeProvider _clock;
    private readonly ClientDocumentLog _log;
    private readonly SemaphoreSlim _fetches;
    private readonly BoundedCache<Entry> _entries;
    private readonly LineLimit _lines = new();
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

    /// <summary>Gets a document, and asks before each fetch whether it may be started (<see cref="Refreshed{T}"/>).</summary>
    internal async ValueTask<(T? Document, bool MayBeTriedAgain)> GetAsync<TState>(
        string address, string clientId, TState state, Func<T, TState, bool> isEnough, Func<Action?> admit, CancellationToken ct)
    {
        var entry = EntryOf(address, clientId);
        var found = await entry.Kept.GetAsync(state, isEnough, ct, admit);
        return (found, entry.MayBeTriedAgain);
    }

    /// <summary>Whether an address was asked for before and is still remembered.</summary>
    internal bool Knows(string address) => _entries.TryGet(SecretHash.Of(address), out _);

    /// <summary>The newest document, however old it is; null when there is none. Nothing is fetched.</summary>
    internal T? LastOf(string address) => _entries.TryGet(SecretHash.Of(address), out var entry) ? entry.Kept.Last : null;

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

    private async Task<(T? Document, Failure Failure, TimeSpan FreshFor)> FetchAsync(string address, CancellationToken ct)
    {
        using var limit = new CancellationTokenSource(LongestWait, _clock);
        try
        {
            await _fetches.WaitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            return (null, new("too many fetches run at the same time (MaxFetches)", true), default);
        }
        try
        {
            if (!OutboundHttp.IsAddress(address, allowHttp: true)) return (null, new("it is no https URL", false), default);
            using var request = new HttpRequestMessage(HttpMethod.Get, address);
            request.Headers.Accept.ParseAdd("application/json");
            var answer = await _http.SendAsync(request, _options.MaxBytes, ct);
            if (answer.Problem is not null) return (null, new(answer.Problem, answer is { MayBeTriedAgain: true }), default);
            if (answer.Status != 200) return (null, new($"it answered {answer.Status}", false), default);
            var (document, problem) = _read(answer);
            return (document, new(problem ?? "the document cannot be read", false), _options.FreshFor(answer.MaxAge));
        }
        finally
        {
            _fetches.Release();
        }
    }

    private readonly record struct Failure(string Problem, bool MayBeTriedAgain);

    /// <summary>The document of one address.</summary>
    private sealed class Entry
    {
        private readonly ClientDocuments<T> _all;
        private readonly string _address;
        private readonly string _clientId;

        internal Entry(ClientDocuments<T> all, string address, string clientId)
        {
            (_all, _address, _clientId) = (all, address, clientId);
            Kept = new(RefreshAsync, all._clock);
        }

        internal Refreshed<T> Kept { get; }

        /// <summary>Whether the last fetch failed in a way that another one may not.</summary>
        internal bool MayBeTriedAgain { get; private set; }

        // One at a time.
        private async Task<(T Value, TimeSpan FreshFor)?> RefreshAsync(CancellationToken ct)
        {
            var (document, failure, freshFor) = await _all.FetchAsync(_address, ct);
            MayBeTriedAgain = document is null && failure.MayBeTriedAgain;
            if (document is not null) return (document, freshFor);
            if (_all._lines.Allows(_address, _all._clock.GetUtcNow())) _all._log.NotFetched(_clientId, Shown(), failure.Problem);
            return null;
        }

        // A query or a user may be secret, and an address that is no URL may hold a new line.
        private string Shown() => Uri.TryCreate(_address, UriKind.Absolute, out var uri)
            ? uri.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped)
            : "an address";
    }
}
