using System.Security.Cryptography;
using System.Text;
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

    /// <summary>The path of the issuer, without a slash at its end; empty if the issuer has none.</summary>
    public PathString Path { get; } = PathOf(settings.Issuer);

    /// <summary>16 hexadecimal digits that another issuer on the same host does not have, for the names of cookies.</summary>
    public string Label => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Issuer)).AsSpan(0, 8));

    /// <summary>The URL of a path.</summary>
    public string Url(string path) => Issuer.TrimEnd('/') + path;

    private static PathString PathOf(string? issuer) =>
        issuer is null ? default : new(PathString.FromUriComponent(new Uri(issuer)).Value?.TrimEnd('/'));

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
    // A load balancer asks the node, not the issuer; RFC 8414 §3.1 puts the well-known part before the path of the issuer.
    private static readonly PathString[] Outside = ["/healthz", "/.well-known"];

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

    /// <summary>Serves everything below the path of the issuer, and answers 404 outside of it.</summary>
    /// <remarks>
    /// The path is compared with regard to case: browsers compare the paths of cookies in that way, so a page under another
    /// spelling would not have the session.
    /// </remarks>
    internal static void UseIssuerPath(this WebApplication app)
    {
        var path = app.Services.GetRequiredService<PublicAddress>().Path;
        if (!path.HasValue) return;
        app.Use((http, next) =>
        {
            var request = http.Request;
            if (request.Path.StartsWithSegments(path, StringComparison.Ordinal, out var rest))
            {
                (request.PathBase, request.Path) = (path, rest.HasValue ? rest : "/");
                return next(http);
            }
            if (Array.Exists(Outside, served => request.Path.StartsWithSegments(served, StringComparison.Ordinal))) return next(http);
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        });
    }
}
