using System.Text.RegularExpressions;

namespace OAuth2Server.Docs.Tests;

/// <summary>Code in Markdown, and the regions of source files that it must be equal to.</summary>
internal static partial class Snippets
{
    /// <summary>Every block of code in a document, without shell commands: the marker on the line before, or null, and the code.</summary>
    internal static IEnumerable<(string? Source, string Code)> In(string markdown) =>
        from match in Block().Matches(markdown)
        let source = match.Groups["source"]
        select (source.Success ? source.Value : null, match.Groups["code"].Value);

    /// <summary>The text of <c>path#region</c>, or of the whole file without a region. Common indentation is removed.</summary>
    internal static string Region(string source)
    {
        var (path, name) = source.Split('#') is [var file, var region] ? (file, region) : (source, null);
        var lines = Repository.Read(path).TrimEnd('\n').Split('\n');
        if (name is null) return string.Join('\n', lines) + "\n";

        var start = Array.FindIndex(lines, line => line.Trim().TrimStart('/', '#') == $" snippet: {name}");
        var length = start < 0 ? -1 : Array.FindIndex(lines[(start + 1)..], line => line.Trim() is "// end-snippet" or "# end-snippet");
        if (length < 0) throw new InvalidOperationException($"{path} has no region '{name}' with an end.");
        return Dedented(lines[(start + 1)..(start + 1 + length)]);
    }

    private static string Dedented(string[] lines)
    {
        var indent = lines.Where(line => line.Length > 0).Min(line => line.Length - line.TrimStart(' ').Length);
        return string.Concat(lines.Select(line => (line.Length > 0 ? line[indent..] : line) + "\n"));
    }

    [GeneratedRegex(
        """(?:^<!-- snippet: (?<source>\S+) -->\n)?^```(?:csharp|cs|c#|sql|js|python)\n(?<code>.*?)^```$""",
        RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase)]
    private static partial Regex Block();
}
