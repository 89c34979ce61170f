using System.CommandLine;

namespace OAuth2Server.Host;

/// <summary>The command line.</summary>
internal static class HostCommand
{
    private static readonly Option<string?> Config = new("--config")
    {
        HelpName = "FILE",
        Description = "A JSON file with settings. It wins over appsettings.json in the current directory; environment variables (OAuth2Server__Issuer) and --Section:Key=value win over it.",
    };

    private static readonly Option<string?> Urls = new("--urls")
    {
        HelpName = "URLS",
        Description = "The addresses to listen on, separated by semicolons. Default: http://127.0.0.1:5000. Plain http is for loopback addresses only.",
    };

    private static readonly Option<string?> SchemaSql = new("--schema-sql")
    {
        HelpName = "Sqlite|PostgreSql",
        Description = "Prints the SQL that makes the store's tables, for those who run it themselves, and ends. On PostgreSQL it may be run again for a newer version.",
    };

    private static readonly Argument<string[]> Settings = new("settings")
    {
        HelpName = "--Section:Key=value",
        Arity = ArgumentArity.ZeroOrMore,
        Description = "Single settings, for instance --OAuth2Server:Issuer=https://auth.example.com",
    };

    /// <summary>Parses the arguments, answers <c>--help</c>, <c>--version</c> and <c>--schema-sql</c>, and otherwise runs.</summary>
    /// <returns>The exit code: 0 after a clean stop, 1 when it could not start.</returns>
    internal static Task<int> RunAsync(string[] args, Func<HostArguments, CancellationToken, Task<int>> run)
    {
        var command = new RootCommand("An OAuth 2.0 authorization server. Without any configuration it serves a demo on loopback and prints how to try it.") { Config, Urls, SchemaSql, Settings };
        Settings.Validators.Add(result =>
        {
            foreach (var token in result.Tokens.Where(token => !IsSetting(token.Value))) result.AddError($"Unknown argument '{token.Value}'. A setting is written --Section:Key=value.");
        });
        SchemaSql.AcceptOnlyFromAmong(nameof(StoreProvider.Sqlite), nameof(StoreProvider.PostgreSql));
        command.SetAction((parsed, cancel) => parsed.GetValue(SchemaSql) is { } provider ? PrintSchemaAsync(provider, parsed.InvocationConfiguration.Output) : run(new(parsed.GetValue(Config), parsed.GetValue(Urls), parsed.GetValue(Settings) ?? []), cancel));
        // The web host itself ends in good order on SIGINT and SIGTERM.
        return command.Parse(args).InvokeAsync(new() { ProcessTerminationTimeout = null });
    }

    private static async Task<int> PrintSchemaAsync(string provider, TextWriter output)
    {
        await output.WriteLineAsync(SchemaScript.Of(Enum.Parse<StoreProvider>(provider)));
        return 0;
    }

    // The colon tells a setting from a mistyped option.
    private static bool IsSetting(string argument) =>
        argument.StartsWith("--", StringComparison.Ordinal) && argument.Split('=', 2) is [var key, _] && key.Contains(':', StringComparison.Ordinal);
}
