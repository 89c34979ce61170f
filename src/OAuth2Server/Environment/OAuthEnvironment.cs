using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace OAuth2Server;

/// <summary>What lasts as long as the application: validated settings, the clock, the brute-force shield, the log, the event handlers, and
/// what is computed once.</summary>
/// <remarks>Thread-safe. Make one for the application, and give it to every <see cref="AuthorizationServer"/> and
/// <see cref="ResourceServer"/>, which may be made for each request.</remarks>
public sealed class OAuthEnvironment
{
    private const string Category = "OAuth2Server.AuthorizationServer";

    private readonly Journal _journal;
    private readonly IReadOnlyList<IOAuthEvents> _handlers;

    /// <summary>Validates the settings.</summary>
    /// <param name="options">The settings; do not change them afterwards.</param>
    /// <param name="clock">The clock; null takes the system's.</param>
    /// <param name="loggers">The log; null writes none. The category is <c>OAuth2Server.AuthorizationServer</c>.</param>
    /// <param name="shield">Limits attempts at secrets; null makes one. Share it with a sign-in page of your own.</param>
    /// <param name="events">The event handlers, called in this order; null for none.</param>
    /// <exception cref="ArgumentException">A setting is wrong; the message says which and why.</exception>
    public OAuthEnvironment(
        OAuth2ServerOptions options,
        TimeProvider? clock = null,
        ILoggerFactory? loggers = null,
        BruteForceShield? shield = null,
        IEnumerable<IOAuthEvents>? events = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.Validate().Concat(ProfileExamination.ErrorsOf(options)).ToArray() is { Length: > 0 } problems)
            throw new ArgumentException("The server's options are wrong. " + string.Join(' ', problems));
        Options = options;
        Clock = clock ?? TimeProvider.System;
        Shield = options.BruteForceShield ? shield ?? new(Clock) : null;
        DefaultScopes = new(Scope.Of(options.DefaultScopes));
        IssuesJwts = options.AccessTokenFormat == AccessTokenFormat.Jwt
            || options.Resources.Any(resource => resource.AccessTokenFormat == AccessTokenFormat.Jwt);
        _journal = new((loggers ?? NullLoggerFactory.Instance).CreateLogger(Category));
        _handlers = [.. events ?? []];
    }

    /// <summary>The settings.</summary>
    public OAuth2ServerOptions Options { get; }

    /// <summary>The clock.</summary>
    public TimeProvider Clock { get; }

    internal BruteForceShield? Shield { get; }

    /// <summary>Whether the settings ask for JWT access tokens; a client may ask for them too.</summary>
    internal bool IssuesJwts { get; }

    /// <summary>The scope policy of servers that have no other.</summary>
    internal RegisteredScope DefaultScopes { get; }

    /// <summary>Which pages may read answers.</summary>
    internal ClientOrigins Origins { get; } = new();

    /// <summary>The metadata documents by issuer and path of the endpoints, made once.</summary>
    internal ConcurrentDictionary<(string Issuer, string EndpointsPath), byte[]> MetadataDocuments { get; } = new();

    /// <summary>Starts an HTTP request: reads the clock and finds the issuer, once.</summary>
    /// <param name="request">The request.</param>
    /// <param name="events">The event handlers of this request; null takes those of the environment.</param>
    /// <param name="endpointsPath">What the paths of the endpoints start with, below the issuer.</param>
    /// <returns>The context to give to the servers. When the issuer cannot be found, they answer <c>server_error</c>.</returns>
    public OAuthContext Begin(OAuthRequest request, IEnumerable<IOAuthEvents>? events = null, string endpointsPath = "/oauth2")
    {
        ArgumentNullException.ThrowIfNull(request);
        var (issuer, failure) = Options.ResolveIssuer is { } resolve ? Resolve(resolve, request) : (Options.Issuer, null);
        return new()
        {
            Request = request,
            Issuer = issuer,
            Now = Clock.GetUtcNow(),
            EndpointsPath = endpointsPath,
            Profile = Options.Profile,
            Shield = Shield,
            RefusesRepeatsElsewhere = Options.RefuseRepeatFromOtherNetwork,
            Journal = _journal,
            Handlers = events is null ? _handlers : events as IReadOnlyList<IOAuthEvents> ?? [.. events],
            Clock = Clock,
            Failure = failure,
        };
    }

    private static (string Issuer, Exception? Failure) Resolve(Func<Uri, string> resolve, OAuthRequest request)
    {
        try
        {
            return (resolve(WellKnown.IssuerAddress(request.Uri)), null);
        }
        catch (Exception e)
        {
            // The application's function failed: the endpoint logs it and answers server_error.
            return ("", e);
        }
    }
}
