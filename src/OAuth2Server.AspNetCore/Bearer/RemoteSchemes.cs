using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OAuth2Server.Jwt;

namespace OAuth2Server.AspNetCore;

/// <summary>The authorization servers of the schemes that have an <see cref="OAuth2BearerOptions.Authority"/>; they last as long as the
/// application.</summary>
internal sealed class RemoteSchemes(IOptionsMonitor<OAuth2BearerOptions> options, TimeProvider clock, ILoggerFactory loggers) : IDisposable
{
    private readonly ConcurrentDictionary<string, Lazy<RemoteScheme>> _schemes = new(StringComparer.Ordinal);

    internal RemoteScheme Of(string scheme, string authority) =>
        _schemes.GetOrAdd(scheme, name => new(() => new(options.Get(name), authority, clock, loggers))).Value;

    public void Dispose()
    {
        foreach (var scheme in _schemes.Values) scheme.Value.Dispose();
    }
}

/// <summary>One of them: without a model, and without an authorization server in this process.</summary>
internal sealed class RemoteScheme : IDisposable
{
    private readonly RemoteAuthorizationServer _reader;
    private readonly ResourceServer _server;

    internal RemoteScheme(OAuth2BearerOptions options, string authority, TimeProvider clock, ILoggerFactory loggers)
    {
        var log = loggers.CreateLogger("OAuth2Server.ResourceServer");
        _reader = new(options.ToRemote(authority), options.BackchannelHttpHandler, clock, log);
        Environment = new(new() { Issuer = authority, BruteForceShield = false }, clock, loggers);
        _server = new(_reader, Environment);
    }

    internal OAuthEnvironment Environment { get; }

    /// <summary>The resource server of a request: a scope policy of the application may be made for each request.</summary>
    internal ResourceServer With(IScopeVerifier? scopes) => scopes is null ? _server : new(_reader, Environment, scopes);

    public void Dispose() => _reader.Dispose();
}
