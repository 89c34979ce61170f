using Microsoft.Extensions.Logging.Console;

namespace OAuth2Server.Host;

/// <summary>Log lines of the framework that are never written, at any configured level.</summary>
internal static class QuietLog
{
    /// <summary>Logs to the console only, without the lines that contain secrets.</summary>
    internal static void AddConsole(ILoggingBuilder logging)
    {
        logging.ClearProviders();
        logging.AddConsole();
        // This category logs the query of every request. A query can contain the state of a client, or a token by mistake.
        Add(logging, "Microsoft.AspNetCore.Hosting.Diagnostics", level => level > LogLevel.Information);
        // This category logs the request lines that Kestrel cannot parse.
        Add(logging, "Microsoft.AspNetCore.Server.Kestrel.BadRequests", level => level > LogLevel.Information);
        // This category logs the keys of the store when it reads them.
        Add(logging, "Microsoft.AspNetCore.DataProtection", level => level >= LogLevel.Information);
    }

    // A rule for one provider is stronger than a rule for all. Without the second line, the level of the console would win.
    internal static void Add(ILoggingBuilder logging, string category, Func<LogLevel, bool> filter)
    {
        logging.AddFilter(category, filter);
        logging.AddFilter<ConsoleLoggerProvider>(category, filter);
    }
}
