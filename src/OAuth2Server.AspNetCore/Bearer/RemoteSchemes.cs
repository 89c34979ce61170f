using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OAuth2Server.Jwt;

namespace OAuth2Server.AspNetCore;

/// <summary>The authorization servers of the schemes that have an <see cref="OAuth2BearerOptions.Authority"/>; they last as long as the
/// application.</summary>
internal sealed class RemoteSchemes(
    IOptionsMonitor<OAuth2BearerOptions> options, DPoPSchemes proofs, TimeProvider clock, ILoggerFactory loggers) : IDisposable
{
    private readonly ConcurrentDictionary<string, Lazy<RemoteScheme>> _schemes = new(StringComparer.Ordinal);

    internal RemoteScheme Of(string scheme, string authority) =>
        _schemes.GetOrAdd(scheme, name => new(() => new(options.Get(name), authority, proofs.Of(name), (clock, loggers)))).Value;

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
    private readonly IProofOfPossession[] _proofs;

    internal RemoteScheme(
        OAuth2BearerOptions options, string authority, DPoPPossession? proof, (TimeProvider Clock, ILoggerFactory Loggers) application)
    {
        var log = application.Loggers.CreateLogger("OAuth2Server.ResourceServer");
        _reader = new(options.ToRemote(authority), options.BackchannelHttpHandler, application.Clock, log);
        Environment = new(new() { Issuer = authority, BruteForceShield = false }, application.Clock, application.Loggers);
        IEnumerable<IProofOfPossession> ofKeys = proof is null ? [] : [proof];
        _proofs = options.TlsClientCertificateBoundAccessTokens ? [.. ofKeys, new CertificateProof()] : [.. ofKeys];
        _server = new(_reader, Environment, proofs: _proofs);
    }

    internal OAuthEnvironment Environment { get; }

    /// <summary>The resource server of a request: a scope policy of the application may be made for each request.</summary>
    internal ResourceServer With(IScopeVerifier? scopes) => scopes is null ? _server : new(_reader, Environment, scopes, _proofs);

    public void Dispose() => _reader.Dispose();
}
