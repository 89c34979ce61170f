namespace OAuth2Server.EntityFrameworkCore;

/// <content>Failed attempts.</content>
public partial class EntityFrameworkModel<TContext>
{
    /// <inheritdoc/>
    public async ValueTask<int> AddFailureAsync(string key, DateTimeOffset now, DateTimeOffset forgetAt, CancellationToken ct)
    {
        var arguments = new Arguments().Add(key).Add(now.UtcTicks).Add(forgetAt.UtcTicks);
        return (int)await _store.FindNumberAsync(_store.Sql.Attempts.AddFailure, arguments, ct);
    }

    /// <inheritdoc/>
    public async ValueTask ClearFailuresAsync(string key, CancellationToken ct) =>
        await _store.ExecuteAsync(_store.Sql.Attempts.Clear, new Arguments().Add(key), ct);
}
