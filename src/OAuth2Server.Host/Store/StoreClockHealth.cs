using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace OAuth2Server.Host;

/// <summary>Ready while the clock of this node is near that of the database: it may drift away after the start.</summary>
internal sealed class StoreClockHealth(StoreClock clock, IServiceScopeFactory scopes) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            var db = scope.ServiceProvider.GetRequiredService<HostDbContext>();
            return await clock.FindAsync(db, cancellationToken) is { Severity: Severity.Error } finding
                ? HealthCheckResult.Unhealthy(finding.What)
                : HealthCheckResult.Healthy();
        }
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
        {
            // The check of the store reports a store that does not answer.
            return HealthCheckResult.Healthy();
        }
    }
}
