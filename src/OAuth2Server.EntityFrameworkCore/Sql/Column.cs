namespace OAuth2Server.EntityFrameworkCore;

/// <summary>How one property of a row becomes an argument and is read back.</summary>
/// <param name="Property">The property's name.</param>
/// <param name="Write">Adds the property to arguments.</param>
/// <param name="Read">Sets the property from a column that is not null.</param>
internal sealed record Column<TRow>(string Property, Action<TRow, Arguments> Write, Action<TRow, ResultRow, int> Read);

/// <summary>Makes columns by their type in the database.</summary>
internal static class Column
{
    internal static Column<TRow> Text<TRow>(string property, Func<TRow, string?> get, Action<TRow, string> set) =>
        new(property, (row, arguments) => arguments.Add(get(row)), (row, result, i) => set(row, result.Text(i)));

    internal static Column<TRow> Number<TRow>(string property, Func<TRow, long?> get, Action<TRow, long> set) =>
        new(property, (row, arguments) => arguments.Add(get(row)), (row, result, i) => set(row, result.Number(i)));

    internal static Column<TRow> Bytes<TRow>(string property, Func<TRow, byte[]?> get, Action<TRow, byte[]> set) =>
        new(property, (row, arguments) => arguments.Add(get(row)), (row, result, i) => set(row, result.Bytes(i)));

    internal static Column<TRow> Flag<TRow>(string property, Func<TRow, bool> get, Action<TRow, bool> set) =>
        new(property, (row, arguments) => arguments.Add(get(row)), (row, result, i) => set(row, result.Flag(i)));

    /// <summary>The properties of columns, in their order.</summary>
    internal static IEnumerable<string> Names<TRow>(this Column<TRow>[] columns) => columns.Select(c => c.Property);
}
