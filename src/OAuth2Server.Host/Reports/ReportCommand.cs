using System.CommandLine;

namespace OAuth2Server.Host;

/// <summary><c>--report</c>: examines the configuration and ends.</summary>
internal static class ReportCommand
{
    internal static Option<string?> Create()
    {
        var report = new Option<string?>("--report")
        {
            HelpName = "text|json|sarif",
            Description = "Examines the configuration, prints what breaks a rule of the security profile or is dangerous, and ends: with "
                + "exit code 1 if there are errors. The store is not opened.",
        };
        report.AcceptOnlyFromAmong("text", "json", "sarif");
        return report;
    }

    /// <summary>Prints the report.</summary>
    /// <returns>The exit code: 1 with errors, or if the configuration cannot be read.</returns>
    internal static async Task<int> RunAsync(string format, HostArguments arguments, TextWriter output, TextWriter problems)
    {
        try
        {
            await using var app = HostApplication.Build(arguments, out var settings, out var findings);
            await using var scope = app.Services.CreateAsyncScope();
            var clients = settings.Clients.Where(client => client.Disabled != true).Select(client => client.Client);
            var profile = scope.ServiceProvider.GetRequiredService<AuthorizationServer>().Examine(clients);
            var items = ReportItem.Of(settings, findings, profile);
            await output.WriteAsync(ReportWriter.Write(format, profile.Profile, items));
            return items.Any(item => item.Severity == RuleSeverity.Error) ? 1 : 0;
        }
        catch (StartException refused)
        {
            foreach (var problem in refused.Problems) await problems.WriteLineAsync(problem);
            return 1;
        }
        catch (Microsoft.Extensions.Options.OptionsValidationException invalid)
        {
            foreach (var problem in invalid.Failures) await problems.WriteLineAsync(problem);
            return 1;
        }
    }
}
