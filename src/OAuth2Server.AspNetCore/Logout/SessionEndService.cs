using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OAuth2Server.OpenIdConnect;

namespace OAuth2Server.AspNetCore;

/// <summary>Does what is left to do after the end of sessions, in the background, on every node: the nodes share the queue in the
/// store.</summary>
internal sealed partial class SessionEndService(
    IServiceScopeFactory scopes, LogoutSignal signal, TimeProvider clock, ILogger<SessionEndService> log) : BackgroundService
{
    // Soon enough for sessions that another node ended, and for attempts that are due again.
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(5);

    // A client that does not answer keeps one of these for a few seconds.
    private const int Abreast = 8;
    private const int Batch = 4 * Abreast;

    private bool _failed;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (true)
            {
                await RunAsync(stoppingToken);
                await signal.WaitAsync(Every, clock, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The application stops. What it took is due again soon.
        }
    }

    // A store that fails is logged once, and again when it works.
    private async Task RunAsync(CancellationToken ct)
    {
        try
        {
            while (await FinishAsync(ct) == Batch)
            {
                // There may be more.
            }
            if (_failed) LogRecovered();
            _failed = false;
        }
        catch (Exception e) when (!ct.IsCancellationRequested)
        {
            if (!_failed) LogFailed(e);
            _failed = true;
        }
    }

    private async Task<int> FinishAsync(CancellationToken ct)
    {
        IReadOnlyList<SessionClient> taken;
        await using (var scope = scopes.CreateAsyncScope())
            taken = await scope.ServiceProvider.GetRequiredService<SessionEnd>().TakeAsync(Batch, ct);
        // Each with a model of its own, which may be over a DbContext. One that fails does not stop the others.
        var options = new ParallelOptions { MaxDegreeOfParallelism = Abreast, CancellationToken = ct };
        await Parallel.ForEachAsync(taken, options, async (one, ct) =>
        {
            try
            {
                await using var scope = scopes.CreateAsyncScope();
                await scope.ServiceProvider.GetRequiredService<SessionEnd>().FinishAsync(one, ct);
            }
            catch (Exception e) when (!ct.IsCancellationRequested)
            {
                LogOneFailed(e, one.ClientId, one.SessionId);
            }
        });
        return taken.Count;
    }

    [LoggerMessage(304, LogLevel.Error,
        "The work for client {ClientId} after the end of session {SessionId} failed; it is tried again in a few minutes",
        EventName = "SessionEndFailed")]
    private partial void LogOneFailed(Exception exception, string clientId, string sessionId);

    [LoggerMessage(305, LogLevel.Warning, "Reading the clients of ended sessions failed; it is tried again",
        EventName = "SessionEndsFailed")]
    private partial void LogFailed(Exception exception);

    [LoggerMessage(306, LogLevel.Information, "The clients of ended sessions are read again", EventName = "SessionEndsRecovered")]
    private partial void LogRecovered();
}
