using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace OAuth2Server.Host;

/// <summary>
/// The address by which clients know this server: the configured issuer, or else the loopback address that it listens on.
/// </summary>
internal sealed class PublicAddress(HostSettings settings, IReadOnlyList<ListenAddress> addresses, IServer server)
{
    private string? _issuer = settings.Issuer;
    private Uri? _uri;

    /// <summary>Whether browsers use https to reach the server; known before it listens.</summary>
    public bool IsHttps =>
        settings.Issuer?.StartsWith("https:", StringComparison.OrdinalIgnoreCase) ?? addresses.Any(address => address.IsHttps);

    /// <summary>The issuer. Without a configured one it is known only when the server listens: port 0 has no number before.</summary>
    public string Issuer => _issuer ??= Listening();

    /// <summary>The parts of the issuer.</summary>
    public Uri Uri => _uri ??= new(Issuer);

    /// <summary>The URL of a path.</summary>
    public string Url(string path) => Issuer.TrimEnd('/') + path;

    private string Listening()
    {
        var listening = server.Features.Get<IServerAddressesFeature>()?.Addresses ?? [];
        return listening.FirstOrDefault(url => url.StartsWith("https:", StringComparison.OrdinalIgnoreCase))
            ?? listening.FirstOrDefault()
            ?? throw new InvalidOperationException("The issuer is not known before the server listens.");
    }
}

/// <summary>Sets the scheme and the host of every request to those of the public address, and ignores the Host header.</summary>
/// <remarks>Redirects and cookies then agree with the issuer, and the server does not have to trust a header for them.</remarks>
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
