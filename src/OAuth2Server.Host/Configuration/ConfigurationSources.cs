using Microsoft.Extensions.Configuration.Json;
using Microsoft.Extensions.Configuration.Memory;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.FileProviders.Physical;

namespace OAuth2Server.Host;

/// <summary>Where settings come from, weakest first: appsettings.json, <c>--config FILE</c>, the environment, the command line.</summary>
internal static class ConfigurationSources
{
    // What a file may hold beside our section belongs to ASP.NET Core.
    private static readonly string[] Sections = [HostSettings.Section, "Logging", "Kestrel", "Urls", "AllowedHosts"];

    /// <summary>A builder with all sources.</summary>
    /// <exception cref="StartException">A file is missing or no JSON.</exception>
    internal static WebApplicationBuilder CreateBuilder(HostArguments arguments)
    {
        try
        {
            var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ApplicationName = typeof(ConfigurationSources).Assembly.GetName().Name, Args = arguments.Settings });
            AddDefaults(builder.Configuration);
            if (arguments.ConfigFile is { } file) AddFile(builder.Configuration, Path.GetFullPath(file));
            return builder;
        }
        catch (InvalidDataException e)
        {
            throw new StartException($"{e.Message} {e.InnerException?.Message}".Trim());
        }
    }

    private static void AddDefaults(ConfigurationManager configuration) =>
        configuration.Sources.Insert(0, new MemoryConfigurationSource
        {
            InitialData = [new("Logging:LogLevel:Default", "Information"), new("Logging:LogLevel:Microsoft.AspNetCore", "Warning"), new("Logging:LogLevel:Microsoft.EntityFrameworkCore", "Warning"), new("Logging:LogLevel:Npgsql", "Warning")],
        });

    private static void AddFile(ConfigurationManager configuration, string path)
    {
        if (!File.Exists(path)) throw new StartException($"--config {path}: there is no such file.");
        var folder = new PhysicalFileProvider(Path.GetDirectoryName(path)!, ExclusionFilters.None);
        var source = new JsonConfigurationSource { Path = Path.GetFileName(path), FileProvider = folder };

        var alone = new ConfigurationBuilder().Add(source).Build();
        string[] unknown = [.. alone.GetChildren().Select(child => child.Key).Except(Sections, StringComparer.OrdinalIgnoreCase)];
        if (unknown.Length > 0) throw new StartException([.. unknown.Select(key => $"{key} in {path} is no setting. Known here: {string.Join(", ", Sections)}.")]);

        var appsettings = configuration.Sources.OfType<JsonConfigurationSource>().Last();
        configuration.Sources.Insert(configuration.Sources.IndexOf(appsettings) + 1, source);
    }
}
