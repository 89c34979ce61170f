namespace OAuth2Server.EntityFrameworkCore;

/// <summary>Takes the rows that a query returns. One that is run again starts empty.</summary>
internal abstract class Result
{
    /// <summary>Drops what an earlier run of the same query left.</summary>
    internal abstract void Clear();

    /// <summary>Takes a row.</summary>
    /// <returns>False when no further row is wanted.</returns>
    internal abstract bool Take(ResultRow row);

    private static TRow Read<TRow>(ResultRow result, Column<TRow>[] columns) where TRow : class, new()
    {
        var row = new TRow();
        for (var i = 0; i < columns.Length; i++)
        {
            if (!result.IsNull(i)) columns[i].Read(row, result, i);
        }
        return row;
    }

    /// <summary>The first row.</summary>
    internal sealed class One<TRow>(Column<TRow>[] columns) : Result where TRow : class, new()
    {
        internal TRow? Row { get; private set; }

        internal override void Clear() => Row = null;

        internal override bool Take(ResultRow row)
        {
            Row = Read(row, columns);
            return false;
        }
    }

    /// <summary>Every row.</summary>
    internal sealed class Many<TRow>(Column<TRow>[] columns) : Result where TRow : class, new()
    {
        internal List<TRow> Rows { get; } = [];

        internal override void Clear() => Rows.Clear();

        internal override bool Take(ResultRow row)
        {
            Rows.Add(Read(row, columns));
            return true;
        }
    }

    /// <summary>The text in the first column of the first row; null when there is no row.</summary>
    internal sealed class OneText : Result
    {
        internal string? Value { get; private set; }

        internal override void Clear() => Value = null;

        internal override bool Take(ResultRow row)
        {
            Value = row.IsNull(0) ? null : row.Text(0);
            return false;
        }
    }

    /// <summary>The number in the first column of the first row.</summary>
    internal sealed class OneNumber : Result
    {
        internal long Value { get; private set; }

        internal override void Clear() => Value = 0;

        internal override bool Take(ResultRow row)
        {
            Value = row.Number(0);
            return false;
        }
    }
}
