using System.Collections.Concurrent;
using System.Data;
using System.Data.Common;
using Npgsql;

namespace OAuth2Server.LoadBenchmark;

/// <summary>PostgreSQL with its default durability: a connection for each request, and one round trip for each step.</summary>
internal sealed class PostgreSqlDatabase(string connectionString) : IDatabase
{
    private readonly ConcurrentBag<Session> _sessions = [];

    public async ValueTask<T?> FindAsync<T>(Statement query, object?[] values, Func<DbDataReader, T> read) where T : class
    {
        var session = await TakeAsync();
        var command = await session.CommandAsync(query, values);
        T? found;
        await using (var rows = await command.ExecuteReaderAsync(CommandBehavior.SingleRow))
        {
            found = await rows.ReadAsync() ? read(rows) : null;
        }
        _sessions.Add(session);
        return found;
    }

    public async ValueTask InsertAsync(Statement insert, object?[] values)
    {
        var session = await TakeAsync();
        var command = await session.CommandAsync(insert, values);
        await command.ExecuteNonQueryAsync();
        _sessions.Add(session);
    }

    public async ValueTask<bool> ExchangeAsync(object?[] consume, object?[] access, object?[] refresh)
    {
        var session = await TakeAsync();
        var batch = await session.ExchangeAsync(consume, [.. access, consume[0], consume[2]], [.. refresh, consume[0], consume[2]]);
        var changed = await batch.ExecuteNonQueryAsync();
        _sessions.Add(session);
        return changed == 3;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var session in _sessions) await session.DisposeAsync();
    }

    // A session that failed is not put back.
    private async ValueTask<Session> TakeAsync()
    {
        if (_sessions.TryTake(out var idle)) return idle;
        var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        return new(connection);
    }

    /// <summary>One connection, open as long as the program runs, with its prepared statements.</summary>
    private sealed class Session(NpgsqlConnection connection) : IAsyncDisposable
    {
        private static readonly Statement[] Exchange =
        [
            FloorSql.Consume, FloorSql.InsertAccessTokenIfConsumed, FloorSql.InsertRefreshTokenIfConsumed,
        ];

        private readonly Dictionary<Statement, NpgsqlCommand> _commands = [];
        private NpgsqlBatch? _exchange;

        internal async ValueTask<NpgsqlCommand> CommandAsync(Statement statement, object?[] values)
        {
            if (!_commands.TryGetValue(statement, out var command))
            {
                command = new(statement.Sql, connection);
                Declare(command.Parameters, statement);
                await command.PrepareAsync();
                _commands.Add(statement, command);
            }
            Set(command.Parameters, values);
            return command;
        }

        // PostgreSQL runs the statements of one batch as one transaction.
        internal async ValueTask<NpgsqlBatch> ExchangeAsync(params object?[][] values)
        {
            if (_exchange is null)
            {
                _exchange = new(connection);
                foreach (var statement in Exchange)
                {
                    var command = new NpgsqlBatchCommand(statement.Sql);
                    Declare(command.Parameters, statement);
                    _exchange.BatchCommands.Add(command);
                }
                await _exchange.PrepareAsync();
            }
            for (var i = 0; i < values.Length; i++) Set(_exchange.BatchCommands[i].Parameters, values[i]);
            return _exchange;
        }

        public async ValueTask DisposeAsync()
        {
            foreach (var command in _commands.Values) await command.DisposeAsync();
            if (_exchange is not null) await _exchange.DisposeAsync();
            await connection.DisposeAsync();
        }

        private static void Declare(NpgsqlParameterCollection parameters, Statement statement)
        {
            foreach (var type in statement.Types) parameters.Add(new NpgsqlParameter { DbType = type });
        }

        private static void Set(NpgsqlParameterCollection parameters, object?[] values)
        {
            for (var i = 0; i < values.Length; i++) parameters[i].Value = values[i] ?? DBNull.Value;
        }
    }
}
