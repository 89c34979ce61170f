namespace OAuth2Server.Architecture.Tests;

/// <summary>Rules for the text of a file. Each rule returns one sentence for each violation.</summary>
internal static class TextRules
{
    private const int MaxColumns = 140;
    private const int FewLines = 15;

    /// <summary>The folders with texts; the empty name is the root without its folders.</summary>
    internal static readonly string[] Folders = ["", "bench", "docs", "eng", "samples", "src", "tests"];

    // Generated from the names of tests. They are identifiers, and the words of an identifier are not checked.
    private const string NamesOfTests = "docs/conformance.md";

    // Lines of Markdown and of project files may be wide.
    private static readonly string[] Code = [".cs", ".cshtml", ".sh"];

    /// <summary>Whether the file lists identifiers, so that its words are not checked.</summary>
    internal static bool ListsIdentifiers(string path) => path == NamesOfTests;

    internal static IEnumerable<string> Wide(string path, string text) =>
        from line in Code.Contains(Path.GetExtension(path)) ? text.Split('\n').Index() : []
        where line.Item.TrimEnd('\r').Length > MaxColumns
        select $"{path}:{line.Index + 1} has {line.Item.TrimEnd('\r').Length} columns, more than {MaxColumns}";

    /// <summary>Too many files with few lines: one idea may be spread over several of them.</summary>
    /// <param name="files">The files.</param>
    /// <param name="most">How many such files may exist.</param>
    internal static IEnumerable<string> Small(IEnumerable<(string Path, string Text)> files, int most)
    {
        var small = files.Where(file => file.Text.TrimEnd('\n').Split('\n').Length < FewLines).Select(file => file.Path).ToList();
        if (small.Count <= most) return [];
        return [$"{small.Count} files have fewer than {FewLines} lines, more than {most}: merge those that hold one idea:", .. small];
    }
}
