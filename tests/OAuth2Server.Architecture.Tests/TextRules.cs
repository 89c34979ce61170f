namespace OAuth2Server.Architecture.Tests;

/// <summary>What the text of a file may look like. Each rule gives a sentence for each violation.</summary>
internal static class TextRules
{
    private const int MaxColumns = 140;
    private const int FewLines = 15;

    /// <summary>The folders with texts; the empty one is the root without its folders.</summary>
    internal static readonly string[] Folders = ["", "bench", "docs", "eng", "samples", "src", "tests"];

    // Prose in Markdown and in project files has the lines that its editor gives it.
    private static readonly string[] Code = [".cs", ".cshtml", ".sh"];

    internal static IEnumerable<string> Wide(string path, string text) =>
        from line in Code.Contains(Path.GetExtension(path)) ? text.Split('\n').Index() : []
        where line.Item.TrimEnd('\r').Length > MaxColumns
        select $"{path}:{line.Index + 1} has {line.Item.TrimEnd('\r').Length} columns, more than {MaxColumns}";

    /// <summary>C# files so small that the idea of one may be spread over several; at most so many may exist.</summary>
    internal static IEnumerable<string> Small(IEnumerable<(string Path, string Text)> files, int most)
    {
        var small = files.Where(file => file.Text.TrimEnd('\n').Split('\n').Length < FewLines).Select(file => file.Path).ToList();
        if (small.Count <= most) return [];
        return [$"{small.Count} files have fewer than {FewLines} lines, more than {most}: merge those that hold one idea:", .. small];
    }
}
