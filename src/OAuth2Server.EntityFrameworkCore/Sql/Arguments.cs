using System.Data;

namespace OAuth2Server.EntityFrameworkCore;

/// <summary>The values for a statement's parameters, in the order of <see cref="Statement.Parameters"/>.</summary>
internal sealed class Arguments(int capacity = 4)
{
    private Argument[] _values = new Argument[capacity];
    private int _count;

    internal ReadOnlySpan<Argument> Values => _values.AsSpan(0, _count);

    internal Arguments Add(string? text) => Append(new(DbType.String, text, 0, text is null));

    internal Arguments Add(long? number) => Append(new(DbType.Int64, null, number ?? 0, number is null));

    internal Arguments Add(byte[]? bytes) => Append(new(DbType.Binary, bytes, 0, bytes is null));

    internal Arguments Add(bool flag) => Append(new(DbType.Boolean, null, flag ? 1 : 0, false));

    internal Arguments Add<TRow>(TRow row, Column<TRow>[] columns)
    {
        foreach (var column in columns) column.Write(row, this);
        return this;
    }

    private Arguments Append(Argument argument)
    {
        if (_count == _values.Length) Array.Resize(ref _values, Math.Max(8, 2 * _count));
        _values[_count++] = argument;
        return this;
    }
}
