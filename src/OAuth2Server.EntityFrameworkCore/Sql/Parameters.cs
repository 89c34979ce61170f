using System.Data;
using System.Data.Common;

namespace OAuth2Server.EntityFrameworkCore;

/// <summary>The parameters of one text, named @p0, @p1, … in their order.</summary>
internal sealed class Parameters
{
    // As many as an exchange for two tokens has, and a few more.
    private static readonly string[] Names = [.. Enumerable.Range(0, 64).Select(i => $"@p{i}")];

    private readonly List<(object? Value, DbType Type)> _values = [];

    internal Parameters Add(string? value) => Add(value, DbType.String);

    internal Parameters Add(long? value) => Add(value, DbType.Int64);

    internal Parameters Add(byte[]? value) => Add(value, DbType.Binary);

    internal Parameters Add<TRow>(TRow row, Column<TRow>[] columns)
    {
        foreach (var column in columns) Add(column.Get(row), column.Type);
        return this;
    }

    internal void AddTo(DbCommand command)
    {
        for (var i = 0; i < _values.Count; i++)
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = Names[i];
            parameter.DbType = _values[i].Type;
            parameter.Value = _values[i].Value ?? DBNull.Value;
            command.Parameters.Add(parameter);
        }
    }

    private Parameters Add(object? value, DbType type)
    {
        _values.Add((value, type));
        return this;
    }
}
