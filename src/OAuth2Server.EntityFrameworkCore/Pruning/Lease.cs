using Microsoft.EntityFrameworkCore;

namespace OAuth2Server.EntityFrameworkCore;

/// <summary>A job that one node at a time may do: whoever holds the lease, until it ends or is taken again.</summary>
internal sealed class Lease(DbContext context, TimeProvider clock)
{
    private readonly Store _store = new(context);

    /// <summary>Takes or prolongs the lease; false while another owner holds it.</summary>
    internal async Task<bool> TakeAsync(string job, string owner, TimeSpan duration, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var parameters = new Parameters().Add(job).Add(owner).Add((now + duration).UtcTicks).Add(now.UtcTicks);
        return await _store.ExecuteAsync(_store.Sql.TakeLease, parameters, ct) > 0;
    }
}
