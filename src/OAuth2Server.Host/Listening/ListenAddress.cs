using System.Net;

namespace OAuth2Server.Host;

/// <summary>A configured address that the server will listen on.</summary>
internal sealed record ListenAddress(string Url, bool IsHttps, bool IsLoopback)
{
    /// <summary>The DNS name in the address; null for a loopback or other IP address, and for every address of the machine.</summary>
    public string? Name { get; init; }

    public int Port { get; init; }

    /// <summary>The address if the configuration has none.</summary>
    internal const string Default = "http://127.0.0.1:5000";

    /// <summary>Reads all addresses from the same keys as Kestrel, in the same order of precedence.</summary>
    /// <exception cref="StartException">A value is not an address.</exception>
    internal static IReadOnlyList<ListenAddress> Read(IConfiguration configuration)
    {
        var endpoints = configuration.GetSection("Kestrel:Endpoints").GetChildren();
        string[] endpointUrls = [.. endpoints.Select(endpoint => endpoint["Url"]).OfType<string>()];
        if (endpointUrls.Length > 0) return [.. endpointUrls.Select(Parse)];
        if (configuration[WebHostDefaults.ServerUrlsKey] is { Length: > 0 } urls) return [.. Split(urls).Select(Parse)];

        string[] ports =
        [
            .. Split(configuration[WebHostDefaults.HttpPortsKey] ?? "").Select(port => $"http://*:{port}"),
            .. Split(configuration[WebHostDefaults.HttpsPortsKey] ?? "").Select(port => $"https://*:{port}"),
        ];
        return ports.Length > 0 ? [.. ports.Select(Parse)] : [Parse(Default)];
    }

    private static ListenAddress Parse(string url)
    {
        try
        {
            var address = BindingAddress.Parse(url);
            var isLoopback = address.IsUnixPipe || address.IsNamedPipe
                || string.Equals(address.Host, "localhost", StringComparison.OrdinalIgnoreCase)
                || (IPAddress.TryParse(address.Host, out var ip) && IPAddress.IsLoopback(ip));
            var isHttps = string.Equals(address.Scheme, "https", StringComparison.OrdinalIgnoreCase);
            var isName = !isLoopback && !IPAddress.TryParse(address.Host, out _) && address.Host.Contains('.', StringComparison.Ordinal);
            return new(url, isHttps, isLoopback) { Name = isName ? address.Host : null, Port = address.Port };
        }
        catch (FormatException)
        {
            throw new StartException($"'{url}' is not an address to listen on. Write it like {Default}.");
        }
    }

    private static string[] Split(string list) =>
        list.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
