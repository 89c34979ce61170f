using Microsoft.Extensions.Options;

namespace OAuth2Server.Host;

/// <summary>Starts the application. A problem that the operator can solve is printed once, as one line without a stack trace.</summary>
internal sealed class StartLog
{
    // The generic host and Kestrel log each failed start with its exception. The program prints the problem itself.
    private static readonly string[] Categories = ["Microsoft.Extensions.Hosting.Internal.Host", "Microsoft.AspNetCore.Server.Kestrel"];

    private volatile bool _started;

    internal static StartLog AddTo(ILoggingBuilder logging)
    {
        var start = new StartLog();
        QuietLog.AddConsole(logging);
        foreach (var category in Categories) QuietLog.Add(logging, category, start.IsLogged);
        return start;
    }

    /// <summary>Prepares the store, registers the configured clients and users, then listens.</summary>
    /// <exception cref="StartException">The server cannot listen, the store cannot be used, or an option is wrong.</exception>
    internal async Task StartAsync(WebApplication app, CancellationToken cancel)
    {
        try
        {
            if (app.Services.GetService<StoreStart>() is { } store) await store.RunAsync(cancel);
            await app.Services.GetRequiredService<Registration>().RunAsync(cancel);
            await app.StartAsync(cancel);
            _started = true;
        }
        catch (Exception e) when (Problem(e) is { } problem)
        {
            await app.DisposeAsync();
            throw problem;
        }
    }

    private bool IsLogged(LogLevel level) => level >= LogLevel.Warning && (_started || level < LogLevel.Error);

    // Null is a fault of the program: it keeps its stack trace.
    private static StartException? Problem(Exception e) => e switch
    {
        StartException problem => problem,
        OptionsValidationException invalid => new([.. invalid.Failures]),
        _ when StoreFailure.IsOfStore(e) => StoreFailure.ToStartException(e),
        IOException or InvalidOperationException => new($"The server could not start. {e.Message}"),
        _ => null,
    };
}
