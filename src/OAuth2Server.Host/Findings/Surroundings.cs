namespace OAuth2Server.Host;

/// <summary>What is around the settings when the server starts: where it listens, and which files and variables it uses.</summary>
/// <param name="Addresses">The addresses that the server listens on.</param>
/// <param name="ConfigurationFiles">The files that settings came from.</param>
/// <param name="ConfigFile">The file of <c>--config</c>; null if there is none.</param>
/// <param name="ForwardsEveryHeader">Whether a variable makes ASP.NET Core believe the forwarded headers of any sender.</param>
internal sealed record Surroundings(
    IReadOnlyList<ListenAddress> Addresses, IReadOnlyList<string> ConfigurationFiles, string? ConfigFile, bool ForwardsEveryHeader)
{
    /// <summary>Reads them.</summary>
    internal static Surroundings Of(WebApplicationBuilder builder, HostArguments arguments)
    {
        var files = builder.Configuration.Sources.OfType<Microsoft.Extensions.Configuration.Json.JsonConfigurationSource>()
            .Select(source => source.FileProvider?.GetFileInfo(source.Path ?? "")).Where(file => file is { Exists: true })
            .Select(file => file!.PhysicalPath).OfType<string>().Distinct(StringComparer.Ordinal);
        // ASP.NET Core reads this key by itself.
        var forwards = string.Equals(builder.Configuration["ForwardedHeaders_Enabled"], "true", StringComparison.OrdinalIgnoreCase);
        var config = arguments.ConfigFile is { } file ? Path.GetFullPath(file) : null;
        return new(ListenAddress.Read(builder.Configuration), [.. files], config, forwards);
    }
}
