using System.Diagnostics.Metrics;
using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace OAuth2Server.EntityFrameworkCore;

/// <summary>Removes expired rows in the background, in small batches, on one node at a time.</summary>
internal sealed partial class PruningService<TContext>(
    IServiceScopeFactory scopes, IOptions<PruningOptions> options, TimeProvider clock, ILogger<PruningService<TContext>> log)
    : BackgroundService
    where TContext : DbContext
{
    private const string Job = "pruning";
    private static readonly TimeSpan LeaseTime = TimeSpan.FromMinutes(1);
    private static readonly Meter Meter = new("OAuth2Server.EntityFrameworkCore");
    private static readonly Counter<long> Removed = Meter.CreateCounter<long>("oauth2server.pruned", "{row}", "Expired rows removed");

    private readonly string _owner =
        $"{Environment.MachineName} {Environment.ProcessId} {Convert.ToHexString(RandomNumberGenerator.GetBytes(4))}";

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await RepeatAsync(stoppingToken);
        }
        catch (Exception) when (stoppingToken.IsCancellationRequested)
        {
            // The application stops. What is left is removed at the next turn.
        }
    }

    private async Task RepeatAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Value.Interval, clock);
        do
        {
            try
            {
                await PruneAsync(stoppingToken);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                // The database may be unavailable; the next turn tries again.
                LogFailed(e);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    /// <summary>One turn: batches until nothing is left, while this node has the lease.</summary>
    /// <returns>How many rows were removed.</returns>
    internal async Task<long> PruneAsync(CancellationToken ct)
    {
        long total = 0;
        int removed;
        do
        {
            await using var scope = scopes.CreateAsyncScope();
            var lease = new Lease(scope.ServiceProvider.GetRequiredService<TContext>(), clock);
            if (!await lease.TakeAsync(Job, _owner, LeaseTime, ct)) return total;

            var model = scope.ServiceProvider.GetRequiredService<IPruningModel>();
            removed = await model.PruneAsync(clock.GetUtcNow(), options.Value.BatchSize, ct);
            Removed.Add(removed);
            total += removed;
            if (removed > 0) await Task.Delay(options.Value.Pause, clock, ct);
        }
        while (removed > 0);
        if (total > 0) LogPruned(total);
        return total;
    }

    [LoggerMessage(50, LogLevel.Information, "Removed {Rows} expired rows", EventName = "Pruned")]
    private partial void LogPruned(long rows);

    [LoggerMessage(51, LogLevel.Warning, "Removing expired rows failed; it is tried again", EventName = "PruningFailed")]
    private partial void LogFailed(Exception exception);
}
