namespace OAuth2Server.Host;

/// <summary>What the command line said.</summary>
/// <param name="ConfigFile">A JSON file with settings; null for none.</param>
/// <param name="Urls">The addresses to listen on, separated by semicolons; null leaves them to the configuration.</param>
/// <param name="Settings">Single settings, each as <c>--Section:Key=value</c>.</param>
internal sealed record HostArguments(string? ConfigFile = null, string? Urls = null, params string[] Settings);
