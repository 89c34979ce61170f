using System.Data.Common;

namespace OAuth2Server.LoadBenchmark;

/// <summary>The database of a store floor: connections that stay open, each with the statements that were prepared on it once.</summary>
internal interface IDatabase : IAsyncDisposable
{
    /// <summary>Reads the one row of a query.</summary>
    /// <returns>Null when there is no row.</returns>
    ValueTask<T?> FindAsync<T>(Statement query, object?[] values, Func<DbDataReader, T> read) where T : class;

    /// <summary>Inserts one row, with a commit of its own.</summary>
    ValueTask InsertAsync(Statement insert, object?[] values);

    /// <summary>Consumes a credential and, if that succeeds, inserts an access token and a refresh token, in one transaction.</summary>
    /// <returns>False when the credential was consumed already, or is not valid.</returns>
    ValueTask<bool> ExchangeAsync(object?[] consume, object?[] access, object?[] refresh);
}
