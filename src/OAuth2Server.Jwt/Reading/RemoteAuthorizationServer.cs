using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace OAuth2Server.Jwt;

/// <summary>An authorization server in another process: reads its JWT access tokens with its keys (RFC 9068 §4), and its opaque ones by
/// introspection (RFC 7662).</summary>
/// <remarks>Thread-safe; make one for the application. Give it to a <see cref="ResourceServer"/>.</remarks>
public sealed class RemoteAuthorizationServer : IAccessTokenReader, IDisposable
{
    private readonly RemoteAuthorizationServerOptions _options;
    private readonly HttpMessageInvoker _http;
    private readonly JwtAccessTokens _jwts;
    private readonly IntrospectedTokens? _introspected;

    /// <summary>Makes it. Nothing is fetched before the first token is read.</summary>
    /// <param name="options">The settings; do not change them afterwards.</param>
    /// <param name="handler">Sends the requests and is not disposed; null takes one that follows no redirects.</param>
    /// <param name="clock">The clock; null takes the system's.</param>
    /// <param name="log">The log; null writes none.</param>
    /// <exception cref="ArgumentException">A setting is wrong; the message says which and why.</exception>
    [SuppressMessage("Reliability", "CA2000:Dispose objects before losing scope", Justification = "The invoker disposes the handler.")]
    public RemoteAuthorizationServer(
        RemoteAuthorizationServerOptions options, HttpMessageHandler? handler = null, TimeProvider? clock = null, ILogger? log = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.Validate().ToArray() is { Length: > 0 } problems) throw new ArgumentException(string.Join(' ', problems));
        _options = options;
        clock ??= TimeProvider.System;
        _http = new(handler ?? RemoteServer.NewHandler(), disposeHandler: handler is null);
        var server = new RemoteServer(_http, options.Timeout, clock);
        var lines = new RemoteLog(log ?? NullLogger.Instance, clock);
        var documents = new RemoteDocuments(options.Issuer, server, clock, lines);
        _jwts = new(options, documents);
        _introspected = options.Introspection is { } introspection ? new(options, introspection, documents, server, (clock, lines)) : null;
    }

    /// <inheritdoc/>
    public TimeSpan ClockSkew => _options.ClockSkew;

    /// <inheritdoc/>
    public ValueTask<Outcome<AccessToken>> ReadAsync(Secret token, OAuthContext context, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(context);
        var hash = token.Hash;
        if (_introspected is null) return _jwts.ReadAsync(token, hash, context.Now, ct);
        // A verified JWT is known by its hash: its text is not looked at again.
        var isJwt = !_options.JwtsByIntrospection
            && (_jwts.IsVerified(hash) || CompactJws.IsOfType(token.Reveal(), AccessTokenClaims.Type));
        return isJwt ? _jwts.ReadAsync(token, hash, context.Now, ct) : _introspected.ReadAsync(token, hash, context.Now, ct);
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();
}
