using System.Text;

namespace OAuth2Server.LoadBenchmark;

/// <summary>A table in Markdown, below its title.</summary>
/// <param name="title">The title.</param>
/// <param name="columns">The heads of the columns; numbers are in columns whose head starts with <c>#</c>, which is not printed.</param>
internal sealed class Table(string title, params string[] columns)
{
    private readonly List<string[]> _rows = [];

    internal void Add(params string[] cells) => _rows.Add(cells);

    /// <summary>Prints the table; one without rows is left out.</summary>
    internal void Print(StringBuilder text)
    {
        if (_rows.Count == 0) return;
        text.Append("### ").AppendLine(title).AppendLine();
        Print(text, columns.Select(column => column.TrimStart('#')));
        Print(text, columns.Select(column => column.StartsWith('#') ? "---:" : "---"));
        foreach (var row in _rows) Print(text, row);
        text.AppendLine();
    }

    private static void Print(StringBuilder text, IEnumerable<string> cells) => text.Append("| ").AppendJoin(" | ", cells).AppendLine(" |");
}
