using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;

namespace OAuth2Server.AspNetCore;

/// <summary>The current request as the core reads it; nothing is copied.</summary>
internal sealed class HttpContextRequest(HttpContext http, RequestParameters parameters, string? method = null, Uri? uri = null) : OAuthRequest
{
    private Uri? _uri = uri;

    public override string Method => method ?? http.Request.Method;

    public override Uri Uri => _uri ??= new(http.Request.GetEncodedUrl());

    public override RequestParameters Parameters => parameters;

    public override string CorrelationId => http.TraceIdentifier;

    public override IPAddress? RemoteAddress => http.Connection.RemoteIpAddress;

    public override X509Certificate2? ClientCertificate => http.Connection.ClientCertificate;

    public override IReadOnlyList<string?> Header(string name) => http.Request.Headers[name];

    /// <summary>Reads the parameters of a request to an endpoint of ours: the query of a GET, the form of anything else.</summary>
    internal static async ValueTask<HttpContextRequest> ReadAsync(HttpContext http)
    {
        UnreadForwardedFor.Look(http);
        var parameters = HttpMethods.IsGet(http.Request.Method)
            ? RequestParameters.FromQuery(http.Request.QueryString.Value)
            : await RequestForm.ReadAsync(http);
        return new(http, parameters);
    }
}
