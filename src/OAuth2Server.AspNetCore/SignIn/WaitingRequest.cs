using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace OAuth2Server.AspNetCore;

/// <summary>The authorization request that waits behind the sign-in page, as the browser will send it.</summary>
internal sealed class WaitingRequest(Uri uri, RequestParameters parameters, IPAddress? remoteAddress) : OAuthRequest
{
    public override string Method => "GET";

    public override Uri Uri => uri;

    public override RequestParameters Parameters => parameters;

    public override IPAddress? RemoteAddress => remoteAddress;

    public override IReadOnlyList<string?> Header(string name) => [];

    /// <summary>The parameters in effect: those of the pushed request, or of the request object, that the browser brings.</summary>
    /// <param name="http">The request of the sign-in page.</param>
    /// <param name="url">Where the browser goes after the sign-in.</param>
    /// <param name="brought">The parameters in that address.</param>
    /// <returns>None, when the server does not accept the request.</returns>
    internal static async ValueTask<RequestParameters> InEffectAsync(HttpContext http, string url, RequestParameters brought)
    {
        if (brought["request_uri"] is null && brought["request"] is null) return brought;
        if (!Uri.TryCreate(http.GetOAuthContext().Request.Uri, url, out var uri)) return RequestParameters.Empty;
        // The server finds the issuer by the address, as it does for the browser.
        var step = await http.RequestServices.GetRequiredService<AuthorizationServer>()
            .AuthorizeAsync(new WaitingRequest(uri, brought, http.Connection.RemoteIpAddress), http.RequestAborted);
        return step.Request?.Parameters ?? RequestParameters.Empty;
    }
}
