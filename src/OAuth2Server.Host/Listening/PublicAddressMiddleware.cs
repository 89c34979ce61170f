namespace OAuth2Server.Host;

/// <summary>Makes every request one to the public address, whatever a proxy or a stranger wrote into the Host header.</summary>
/// <remarks>Redirects and cookies then agree with the issuer, and no forwarded header has to be believed for it.</remarks>
internal static class PublicAddressMiddleware
{
    internal static void UsePublicAddress(this WebApplication app)
    {
        var address = app.Services.GetRequiredService<PublicAddress>();
        app.Use((http, next) =>
        {
            http.Request.Scheme = address.Uri.Scheme;
            http.Request.Host = new(address.Uri.Authority);
            return next(http);
        });
    }
}
