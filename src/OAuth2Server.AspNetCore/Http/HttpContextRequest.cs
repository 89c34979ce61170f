using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.HttpOverrides;

namespace OAuth2Server.AspNetCore;

/// <summary>The current request as the core reads it; nothing is copied. There is one for each HTTP request.</summary>
internal sealed class HttpContextRequest(HttpContext http) : OAuthRequest
{
    private Uri? _uri;

    public override string Method => http.Request.Method;

    public override Uri Uri => _uri ??= new(http.Request.GetEncodedUrl());

    /// <summary>Empty until an endpoint of the server has read the request.</summary>
    public override RequestParameters Parameters => Read;

    public override RequestBody Body => Content;

    public override string CorrelationId => http.TraceIdentifier;

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
