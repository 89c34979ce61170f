using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace OAuth2Server.Host;

/// <summary>What the world knows this server by: the issuer that is configured, otherwise the loopback address that it listens on.</summary>
internal sealed class PublicAddress(HostSettings settings, IReadOnlyList<ListenAddress> addresses, IServer server)
{
    private string? _issuer = settings.Issuer;
    private Uri? _uri;

    /// <summary>Whether browsers reach it by https; known before it listens.</summary>
    public bool IsHttps => settings.Issuer?.StartsWith("https:", StringComparison.OrdinalIgnoreCase) ?? addresses.Any(address => address.IsHttps);

    /// <summary>The issuer; without a configured one it is known once the server listens, because port 0 is only then a number.</summary>
    public string Issuer => _issuer ??= Listening();

    /// <summary>The issuer's parts.</summary>
    public Uri Uri => _uri ??= new(Issuer);

    /// <summary>The URL of a path.</summary>
    public string Url(string path) => Issuer.TrimEnd('/') + path;

    private string Listening()
    {
        var listening = server.Features.Get<IServerAddressesFeature>()?.Addresses ?? [];
        return listening.FirstOrDefault(url => url.StartsWith("https:", StringComparison.OrdinalIgnoreCase))
            ?? listening.FirstOrDefault()
            ?? throw new InvalidOperationException("The server does not listen yet, so its issuer is not known.");
    }
}
