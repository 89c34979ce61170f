using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace OAuth2Server.Host;

/// <summary>Ready while the database answers a query within two seconds.</summary>
internal sealed class StoreHealth(IServiceScopeFactory scopes) : IHealthCheck
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        try
        {
            // A driver that waits for its socket does not always see the cancellation: this method does not wait for it, and the query
            // ends by itself.
            await QueryAsync(patience.Token).WaitAsync(Patience, cancellationToken);
            return HealthCheckResult.Healthy();
        }
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
        {
            return HealthCheckResult.Unhealthy("The database does not answer.");
        }
    }

    // In a scope of its own, because the query may end after the request. And with a query, because an open connection of the pool
    // proves nothing.
    private async Task QueryAsync(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<HostDbContext>().DataProtectionKeys.AsNoTracking().AnyAsync(ct);
    }
}
