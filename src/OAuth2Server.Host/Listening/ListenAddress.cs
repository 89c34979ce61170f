using System.Net;

namespace OAuth2Server.Host;

/// <summary>An address that the server will listen on, as configured.</summary>
internal sealed record ListenAddress(string Url, bool IsHttps, bool IsLoopback)
{
    /// <summary>Where it listens unless told otherwise.</summary>
    internal const string Default = "http://127.0.0.1:5000";

    /// <summary>Every address, from the same keys and in the same order of precedence as Kestrel reads them.</summary>
    /// <exception cref="StartException">One is no address.</exception>
    internal static IReadOnlyList<ListenAddress> Read(IConfiguration configuration)
    {
        string[] endpoints = [.. configuration.GetSection("Kestrel:Endpoints").GetChildren().Select(endpoint => endpoint["Url"]).OfType<string>()];
        if (endpoints.Length > 0) return [.. endpoints.Select(Parse)];
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
            return new(url, string.Equals(address.Scheme, "https", StringComparison.OrdinalIgnoreCase), isLoopback);
        }
        catch (FormatException)
        {
            throw new StartException($"'{url}' is no address to listen on: write it like {Default}.");
        }
    }

    private static string[] Split(string list) => list.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
