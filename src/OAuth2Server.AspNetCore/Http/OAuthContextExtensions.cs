using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.DependencyInjection;

namespace OAuth2Server.AspNetCore;

/// <summary>The context of the current HTTP request.</summary>
public static class OAuthContextExtensions
{
    /// <summary>The one <see cref="OAuthContext"/> of an HTTP request: endpoints, bearer authentication, scope requirements and pages share
    /// it. A page reports its own events through it.</summary>
    /// <param name="http">The HTTP request.</param>
    public static OAuthContext GetOAuthContext(this HttpContext http)
    {
        ArgumentNullException.ThrowIfNull(http);
        if (http.Features.Get<OAuthContext>() is { } started) return started;
        var environment = http.RequestServices.GetRequiredService<OAuthEnvironment>();
        var context = environment.Begin(new HttpContextRequest(http), http.RequestServices.GetServices<IOAuthEvents>());
        http.Features.Set(context);
        return context;
    }
}

/// <summary>The current request as the core reads it; nothing is copied. There is one for each HTTP request.</summary>
internal sealed class HttpContextRequest(HttpContext http) : OAuthRequest
{
    private Uri? _uri;

    public override string Method => http.Request.Method;

    public override Uri Uri => _uri ??= SentAddress.Of(http);

    /// <summary>Empty until an endpoint of the server has read the request.</summary>
    public override RequestParameters Parameters => Read;

    public override RequestBody Body => Content;

    /// <summary>The trace identifier of the request. That of Kestrel counts connections and requests, which clients must not see: a random
    /// one takes its place. One that the application set stays.</summary>
    public override string CorrelationId
    {
        get
        {
            if (http.Connection.Id is { Length: > 0 } id && http.TraceIdentifier.StartsWith(id, StringComparison.Ordinal))
                http.TraceIdentifier = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
            return http.TraceIdentifier;
        }
    }

    public override IPAddress? RemoteAddress => http.Connection.RemoteIpAddress;

    public override X509Certificate2? ClientCertificate => http.Connection.ClientCertificate;

    internal RequestParameters Read { get; set; } = RequestParameters.Empty;

    internal RequestBody Content { get; set; } = RequestBody.None;

    public override IReadOnlyList<string?> Header(string name) => http.Request.Headers[name];

    /// <summary>Reads the parameters of a request to an endpoint: the query of a GET, the body of any other.</summary>
    /// <returns>The one context of this HTTP request.</returns>
    internal static async ValueTask<OAuthContext> ReadAsync(HttpContext http)
    {
        if (http.Request.Headers.ContainsKey(ForwardedHeadersDefaults.XForwardedForHeaderName)) UnreadForwardedFor.Look(http);
        var context = http.GetOAuthContext();
        var request = (HttpContextRequest)context.Request;
        request.Read = HttpMethods.IsGet(http.Request.Method)
            ? RequestParameters.FromQuery(http.Request.QueryString.Value)
            : await FormReader.ReadAsync(http, request);
        return context;
    }
}
