using Microsoft.EntityFrameworkCore;

namespace OAuth2Server.EntityFrameworkCore;

/// <summary>A job that only one node may do at a time: the owner of its lease, until the lease ends.</summary>
internal sealed class Lease(DbContext context, TimeProvider clock)
{
    private readonly Store _store = new(context);

    /// <summary>Takes or prolongs the lease; false while another owner holds it.</summary>
    internal async Task<bool> TakeAsync(string job, string owner, TimeSpan duration, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var arguments = new Arguments().Add(job).Add(owner).Add((now + duration).UtcTicks).Add(now.UtcTicks);
        return (await _store.ExecuteAsync(_store.Sql.Leases.Take, arguments, ct))[0] > 0;
    }
}
