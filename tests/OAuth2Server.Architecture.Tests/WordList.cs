using System.Text.RegularExpressions;

namespace OAuth2Server.Architecture.Tests;

/// <summary>Words that texts do not use, each with what to write instead.</summary>
internal sealed partial class WordList
{
    private const string File = "tests/OAuth2Server.Architecture.Tests/Words.txt";
    private static readonly Lazy<WordList> Read = new(() => Parse(Repository.Read(File)));

    private readonly IReadOnlyList<(Regex Word, string Instead)> _words;

    private WordList(IReadOnlyList<(Regex Word, string Instead)> words) => _words = words;

    /// <summary>The list of the repository.</summary>
    internal static WordList Real => Read.Value;

    /// <summary>Reads lines of the form <c>regular expression → what to write</c>; a line that begins with # is a comment.</summary>
    internal static WordList Parse(string text) => new([.. text.Split('\n').Where(line => line.Length > 0 && line[0] != '#').Select(Entry)]);

    /// <summary>A sentence for each use of a word in a text of which only prose is visible.</summary>
    internal IEnumerable<string> Violations(string path, string prose) =>
        from word in _words
        from match in word.Word.Matches(prose)
        let line = prose.AsSpan(0, match.Index).Count('\n') + 1
        orderby line
        select $"{path}:{line}: {Spaces().Replace(match.Value, " ")}: {word.Instead}";

    private static (Regex Word, string Instead) Entry(string line)
    {
        // A phrase may stand at the end of one line and the beginning of the next.
        if (line.Split(" → ") is not [var expression, var instead]) throw new FormatException($"{File}: '{line}' is no line 'word → what to write'.");
        var spaced = expression.Replace(" ", @"\s+", StringComparison.Ordinal);
        return (new($@"(?<![\w])(?:{spaced})(?![\w])", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.Compiled), instead);
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
