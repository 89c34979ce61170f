using System.CommandLine;

namespace OAuth2Server.Host;

/// <summary>The command line.</summary>
internal static class HostCommand
{
    private static readonly Option<string?> Config = new("--config")
    {
        HelpName = "FILE",
        Description = "A JSON file with settings. It is stronger than appsettings.json in the current directory. "
            + "Environment variables (OAuth2Server__Issuer) and --Section:Key=value are stronger than the file.",
    };

    private static readonly Option<string?> Urls = new("--urls")
    {
        HelpName = "URLS",
        Description = "The addresses to listen on, separated by semicolons. Default: http://127.0.0.1:5000. "
            + "Plain http is allowed on loopback addresses only.",
    };

    private static readonly Option<string?> SchemaSql = new("--schema-sql")
    {
        HelpName = "Sqlite|PostgreSql",
        Description = "Prints the SQL that creates the tables of the store, and ends. "
            + "The script for PostgreSQL can be run again for a newer version.",
    };

    private static readonly Option<string?> Report = ReportCommand.Create();

    private static readonly Argument<string[]> Settings = new("settings")
    {
        HelpName = "--Section:Key=value",
        Arity = ArgumentArity.ZeroOrMore,
        Description = "Single settings, for instance --OAuth2Server:Issuer=https://auth.example.com",
    };

    /// <summary>Parses the arguments. Answers <c>--help</c>, <c>--version</c>, <c>--schema-sql</c> and
    /// <c>--report</c>; otherwise runs the server.</summary>
    /// <returns>The exit code: 0 after a clean stop, 1 if the server could not start.</returns>
    internal static Task<int> RunAsync(string[] args, Func<HostArguments, CancellationToken, Task<int>> run)
    {
        const string Description = "An OAuth 2.0 authorization server. "
            + "Without any configuration it serves a demo on loopback and prints how to try it.";
        var command = new RootCommand(Description)
        {
            Config, Urls, SchemaSql, Report, Settings, KeyCommand.Create(ArgumentsOf, [Config, Settings]),
        };
        Settings.Validators.Add(result =>
        {
            foreach (var token in result.Tokens.Where(token => !IsSetting(token.Value)))
                result.AddError($"Unknown argument '{token.Value}'. A setting is written --Section:Key=value.");
        });
        SchemaSql.AcceptOnlyFromAmong(nameof(StoreProvider.Sqlite), nameof(StoreProvider.PostgreSql));
        command.SetAction((parsed, cancel) => parsed.GetValue(SchemaSql) is { } provider
            ? PrintSchemaAsync(provider, parsed.InvocationConfiguration.Output)
            : parsed.GetValue(Report) is { } format
            ? ReportCommand.RunAsync(
                format, ArgumentsOf(parsed), parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error)
            : run(ArgumentsOf(parsed), cancel));
        // The web host handles SIGINT and SIGTERM itself: it completes the requests that are running.
        return command.Parse(args).InvokeAsync(new() { ProcessTerminationTimeout = null });
    }

    private static HostArguments ArgumentsOf(ParseResult parsed) =>
        new(parsed.GetValue(Config), parsed.GetValue(Urls), parsed.GetValue(Settings) ?? []);

    private static async Task<int> PrintSchemaAsync(string provider, TextWriter output)
    {
        await output.WriteLineAsync(SchemaScript.Of(Enum.Parse<StoreProvider>(provider)));
        return 0;
    }

    // Every setting has a colon in its key. An argument without one is a mistyped option.
    private static bool IsSetting(string argument) =>
        argument.StartsWith("--", StringComparison.Ordinal)
        && argument.Split('=', 2) is [var key, _]
        && key.Contains(':', StringComparison.Ordinal);
}

/// <summary>The arguments of the command line.</summary>
/// <param name="ConfigFile">A JSON file with settings; null for none.</param>
/// <param name="Urls">The addresses to listen on, separated by semicolons; null takes them from the configuration.</param>
/// <param name="Settings">Single settings, each as <c>--Section:Key=value</c>.</param>
internal sealed record HostArguments(string? ConfigFile = null, string? Urls = null, params string[] Settings);
