namespace OAuth2Server.EntityFrameworkCore;

/// <summary>Runs statements on one kind of connection: the DbContext's own, or a connection that this package keeps.</summary>
internal interface IExecutor
{
    /// <summary>Runs a statement; all of its parts take effect or none.</summary>
    /// <returns>How many rows each part changed.</returns>
    ValueTask<int[]> RunAsync(Call call, CancellationToken ct);
}
