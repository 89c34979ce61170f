using Microsoft.Extensions.Configuration.Json;
using Microsoft.Extensions.Configuration.Memory;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.FileProviders.Physical;

namespace OAuth2Server.Host;

/// <summary>
/// The sources of the configuration, the weakest first: appsettings.json, appsettings.{Environment}.json,
/// <c>--config FILE</c>, environment variables, the command line.
/// </summary>
internal static class ConfigurationSources
{
    // The sections that a file may have. All but ours belong to ASP.NET Core.
    private static readonly string[] Sections = [HostSettings.Section, "Logging", "Kestrel", "Urls", "AllowedHosts"];

    // Editors find the schema of the file by this key.
    private const string Schema = "$schema";

    /// <summary>Makes a builder with all sources.</summary>
    /// <param name="arguments">The arguments of the command line.</param>
    /// <param name="notes">One sentence for each list that is ignored, because a stronger source has it.</param>
    /// <exception cref="StartException">A file is missing or is not JSON, or a list is set in parts.</exception>
    internal static WebApplicationBuilder CreateBuilder(HostArguments arguments, out IReadOnlyList<string> notes)
    {
        try
        {
            var name = typeof(ConfigurationSources).Assembly.GetName().Name;
            var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ApplicationName = name, Args = arguments.Settings });
            AddDefaults(builder.Configuration);
            if (arguments.ConfigFile is { } file) AddFile(builder.Configuration, Path.GetFullPath(file));
            notes = WholeLists.TakeEachFromOneSource(builder.Configuration, Sections);
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
            InitialData =
            [
                new("Logging:LogLevel:Default", "Information"),
                new("Logging:LogLevel:Microsoft.AspNetCore", "Warning"),
                new("Logging:LogLevel:Microsoft.EntityFrameworkCore", "Warning"),
                new("Logging:LogLevel:Npgsql", "Warning"),
            ],
        });

    private static void AddFile(ConfigurationManager configuration, string path)
    {
        if (!File.Exists(path)) throw new StartException($"--config {path}: there is no such file.");
        var folder = new PhysicalFileProvider(Path.GetDirectoryName(path)!, ExclusionFilters.None);
        var source = new JsonConfigurationSource { Path = Path.GetFileName(path), FileProvider = folder };

        var alone = new ConfigurationBuilder().Add(source).Build();
        var unknown = alone.GetChildren().Select(child => child.Key).Except([.. Sections, Schema], StringComparer.OrdinalIgnoreCase);
        var known = string.Join(", ", Sections);
        string[] problems = [.. unknown.Select(key => $"{key} in {path} is not a setting. Known here: {known}.")];
        if (problems.Length > 0) throw new StartException(problems);

        var appsettings = configuration.Sources.OfType<JsonConfigurationSource>().Last();
        configuration.Sources.Insert(configuration.Sources.IndexOf(appsettings) + 1, source);
    }
}
