using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Sockets;
using System.Security;

namespace OAuth2Server.Jwt;

/// <summary>Sends requests to addresses that clients named. An attacker who can name one must not reach machines inside of the network of
/// the server: only https, only addresses of the Internet, no redirect, no proxy, no cookie, with a limit of time and of size.</summary>
/// <remarks>The addresses that a name has are checked when the connection is made, and the connection goes to one of those that were
/// checked: a name that has another address at the second look-up gains nothing. Thread-safe; make one for the application.</remarks>
public sealed class OutboundHttp : IDisposable
{
    private readonly OutboundOptions _options;
    private readonly bool _allowsPrivate;
    private readonly TimeProvider _clock;
    private readonly Func<string, CancellationToken, Task<IPAddress[]>> _lookUp;
    private readonly HttpMessageInvoker _http;

    /// <summary>Makes one.</summary>
    /// <param name="options">The settings.</param>
    /// <param name="clock">The clock; null takes the system's.</param>
    public OutboundHttp(OutboundOptions options, TimeProvider? clock = null) : this(options, clock, Dns.GetHostAddressesAsync)
    {
    }

    [SuppressMessage("Reliability", "CA2000:Dispose objects before losing scope", Justification = "The invoker disposes the handler.")]
    internal OutboundHttp(OutboundOptions options, TimeProvider? clock, Func<string, CancellationToken, Task<IPAddress[]>> lookUp)
    {
        ArgumentNullException.ThrowIfNull(options);
        (_options, _clock, _lookUp) = (options, clock ?? TimeProvider.System, lookUp);
        _allowsPrivate = options.AllowPrivateAddresses;
        _http = new(NewHandler());
        ForSelfRegistered = options.AllowPrivateAddressesOfSelfRegistered == _allowsPrivate ? this : new(this);
    }

    [SuppressMessage("Reliability", "CA2000:Dispose objects before losing scope", Justification = "The invoker disposes the handler.")]
    private OutboundHttp(OutboundHttp other)
    {
        (_options, _clock, _lookUp) = (other._options, other._clock, other._lookUp);
        _allowsPrivate = _options.AllowPrivateAddressesOfSelfRegistered;
        // Connections of its own: one to a private address that another client may have is not taken.
        _http = new(NewHandler());
        ForSelfRegistered = this;
    }

    /// <summary>Sends requests to addresses of clients that registered or described themselves, by
    /// <see cref="OutboundOptions.AllowPrivateAddressesOfSelfRegistered"/>. It ends with this one.</summary>
    public OutboundHttp ForSelfRegistered { get; }

    /// <summary>Sends requests to addresses that one client named: this one, or <see cref="ForSelfRegistered"/>.</summary>
    /// <param name="client">The client.</param>
    public OutboundHttp For(Client client)
    {
        ArgumentNullException.ThrowIfNull(client);
        return client.IsSelfRegistered ? ForSelfRegistered : this;
    }

    /// <summary>Whether an address may be named at all; the machine behind it is checked when a request is sent.</summary>
    /// <param name="address">An absolute URI.</param>
    /// <param name="allowHttp">Whether plain http is allowed.</param>
    public static bool IsAddress(string? address, bool allowHttp) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.UserInfo.Length == 0 && uri.Fragment.Length == 0
            && (uri.Scheme == Uri.UriSchemeHttps || (allowHttp && uri.Scheme == Uri.UriSchemeHttp));

    /// <summary>Sends a request.</summary>
    /// <param name="request">The request; its address is the client's.</param>
    /// <param name="maxBytes">The largest body of an answer that is read; 0 reads none.</param>
    /// <param name="ct">Stops the request.</param>
    /// <returns>The answer. Nothing is thrown when there is none.</returns>
    public async Task<OutboundAnswer> SendAsync(HttpRequestMessage request, int maxBytes, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (!IsAddress(request.RequestUri?.OriginalString, _allowsPrivate))
            return Refused("its address is not https, or has a user or a fragment");
        using var limit = new CancellationTokenSource(_options.Timeout, _clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, ct);
        try
        {
            using var response = await _http.SendAsync(request, both.Token);
            return await ReadAsync(response, maxBytes, both.Token);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return new(0, default, "it did not answer in time");
        }
        catch (Exception e) when (e is HttpRequestException or IOException or SocketException or UriFormatException or ArgumentException)
        {
            return e.InnerException is SecurityException
                ? Refused("its address is none of the Internet")
                : new(0, default, $"the connection failed ({e.Message})");
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _http.Dispose();
        if (ForSelfRegistered != this) ForSelfRegistered.Dispose();
    }

    private static OutboundAnswer Refused(string problem) => new(0, default, problem) { IsRefused = true };

    private async Task<OutboundAnswer> ReadAsync(HttpResponseMessage response, int maxBytes, CancellationToken ct)
    {
        var status = (int)response.StatusCode;
        if (status is >= 300 and < 400) return new(status, default, "it redirected the request, which is not followed");
        if (status is < 200 or >= 300) return new(status, default, $"it answered {status}");
        if (maxBytes == 0 || status != 200) return new(status, default, null);
        if (response.Content.Headers.ContentLength > maxBytes) return new(status, default, $"the answer has more than {maxBytes} bytes");
        await using var stream = await response.Content.ReadAsStreamAsync(ct);
        var body = new byte[maxBytes + 1];
        var length = await stream.ReadAtLeastAsync(body, body.Length, throwOnEndOfStream: false, ct);
        return length > maxBytes
            ? new(status, default, $"the answer has more than {maxBytes} bytes")
            : new(status, body.AsMemory(0, length), null)
            {
                MaxAge = CacheHeaders.MaxAgeOf(response, _clock.GetUtcNow()),
                MediaType = response.Content.Headers.ContentType?.MediaType,
            };
    }

    private SocketsHttpHandler NewHandler() => new()
    {
        ConnectCallback = ConnectAsync,
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
        AutomaticDecompression = DecompressionMethods.None,
        // A change of the address in DNS is seen.
        PooledConnectionLifetime = TimeSpan.FromMinutes(1),
        MaxConnectionsPerServer = 16,
        MaxResponseHeadersLength = 32,
        MaxResponseDrainSize = 64 * 1024,
        ResponseDrainTimeout = TimeSpan.FromSeconds(1),
    };

    [SuppressMessage("Reliability", "CA2000:Dispose objects before losing scope", Justification = "The stream owns the socket.")]
    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken ct)
    {
        var (host, port) = (context.DnsEndPoint.Host, context.DnsEndPoint.Port);
        var found = IPAddress.TryParse(host, out var literal) ? [literal] : await _lookUp(host, ct);
        var allowed = _allowsPrivate ? found : Array.FindAll(found, GlobalAddresses.Contains);
        if (allowed.Length == 0) throw new SecurityException("The address is none of the Internet.");
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.NoDelay = true;
            await socket.ConnectAsync(allowed, port, ct);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
