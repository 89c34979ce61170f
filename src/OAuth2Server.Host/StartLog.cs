using Microsoft.Extensions.Options;

namespace OAuth2Server.Host;

/// <summary>Starts the application so that what the operator can mend is said once and plainly, not as a stack trace.</summary>
internal sealed class StartLog
{
    // The generic host and Kestrel log every failed start with its exception; we say it in one line ourselves.
    private static readonly string[] Categories = ["Microsoft.Extensions.Hosting.Internal.Host", "Microsoft.AspNetCore.Server.Kestrel"];

    private volatile bool _started;

    internal static StartLog AddTo(ILoggingBuilder logging)
    {
        var start = new StartLog();
        QuietLog.AddConsole(logging);
        foreach (var category in Categories) QuietLog.Add(logging, category, level => level >= LogLevel.Warning && (start._started || level < LogLevel.Error));
        return start;
    }

    /// <summary>Prepares the store, registers what is configured, then listens.</summary>
    /// <exception cref="StartException">It could not listen, the store cannot be used, or an option is wrong.</exception>
    internal async Task StartAsync(WebApplication app, CancellationToken cancel)
    {
        try
        {
            if (app.Services.GetService<StoreStart>() is { } store) await store.RunAsync(cancel);
            await app.Services.GetRequiredService<Registration>().RunAsync(cancel);
            await app.StartAsync(cancel);
            _started = true;
        }
        catch (StartException)
        {
            await app.DisposeAsync();
            throw;
        }
        catch (OptionsValidationException e)
        {
            await app.DisposeAsync();
            throw new StartException([.. e.Failures]);
        }
        catch (Exception e) when (StoreFailure.IsOfStore(e))
        {
            await app.DisposeAsync();
            throw StoreFailure.ToStartException(e);
        }
        catch (Exception e) when (e is IOException or InvalidOperationException)
        {
            await app.DisposeAsync();
            throw new StartException($"The server could not start. {e.Message}");
        }
    }
}
