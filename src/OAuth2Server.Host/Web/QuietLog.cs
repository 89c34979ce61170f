using Microsoft.Extensions.Logging.Console;

namespace OAuth2Server.Host;

/// <summary>Which of the framework's log lines are never written, however verbose the configuration asks to be.</summary>
internal static class QuietLog
{
    /// <summary>Logs to the console alone, without the lines that would hold secrets.</summary>
    internal static void AddConsole(ILoggingBuilder logging)
    {
        logging.ClearProviders();
        logging.AddConsole();
        // It logs the query of every request: a client's state, a token that somebody put there.
        Add(logging, "Microsoft.AspNetCore.Hosting.Diagnostics", level => level > LogLevel.Information);
        // It logs request lines that it cannot parse.
        Add(logging, "Microsoft.AspNetCore.Server.Kestrel.BadRequests", level => level > LogLevel.Information);
        // It logs the keys of the store as it reads them.
        Add(logging, "Microsoft.AspNetCore.DataProtection", level => level >= LogLevel.Information);
    }

    // A rule for a provider beats any rule for all: the console's own settings must not get around it.
    internal static void Add(ILoggingBuilder logging, string category, Func<LogLevel, bool> filter)
    {
        logging.AddFilter(category, filter);
        logging.AddFilter<ConsoleLoggerProvider>(category, filter);
    }
}
