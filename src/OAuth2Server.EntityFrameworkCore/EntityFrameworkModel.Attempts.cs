using System.Globalization;

namespace OAuth2Server.EntityFrameworkCore;

/// <content>Failed attempts.</content>
public partial class EntityFrameworkModel<TContext>
{
    /// <inheritdoc/>
    public async ValueTask<int> AddFailureAsync(string key, DateTimeOffset now, DateTimeOffset forgetAt, CancellationToken ct)
    {
        var parameters = new Parameters().Add(key).Add(now.UtcTicks).Add(forgetAt.UtcTicks);
        return Convert.ToInt32(await _store.ScalarAsync(_store.Sql.AddFailure, parameters, ct, writes: true), CultureInfo.InvariantCulture);
    }

    /// <inheritdoc/>
    public async ValueTask ClearFailuresAsync(string key, CancellationToken ct) =>
        await _store.ExecuteAsync(_store.Sql.ClearFailures, new Parameters().Add(key), ct);
}
