using System.Text.RegularExpressions;

namespace OAuth2Server.Architecture.Tests;

/// <summary>Words that texts may not use, each with what to write instead.</summary>
internal sealed partial class WordList
{
    private const string File = "tests/OAuth2Server.Architecture.Tests/Words.txt";
    private static readonly Lazy<WordList> Read = new(() => Parse(Repository.Read(File)));

    private readonly IReadOnlyList<(Regex Word, string Instead)> _words;

    private WordList(IReadOnlyList<(Regex Word, string Instead)> words) => _words = words;

    /// <summary>The list of the repository.</summary>
    internal static WordList Real => Read.Value;

    /// <summary>Reads lines of the form <c>regular expression → what to write</c>; a line that begins with # is a comment.</summary>
    internal static WordList Parse(string text) =>
        new([.. text.Split('\n').Where(line => line.Length > 0 && line[0] != '#').Select(Entry)]);

    /// <summary>Returns one sentence for each use of a word.</summary>
    /// <param name="path">The path of the file.</param>
    /// <param name="prose">Its text, in which only prose is visible.</param>
    internal IEnumerable<string> Violations(string path, string prose) =>
        from word in _words
        from match in word.Word.Matches(prose)
        let line = prose.AsSpan(0, match.Index).Count('\n') + 1
        orderby line
        select $"{path}:{line}: {Spaces().Replace(match.Value, " ")}: {word.Instead}";

    private static (Regex Word, string Instead) Entry(string line)
    {
        if (line.Split(" → ") is not [var expression, var instead])
            throw new FormatException($"{File}: '{line}' has not the form 'word → what to write'.");
        // A phrase may begin on one line and end on the next.
        var spaced = expression.Replace(" ", @"\s+", StringComparison.Ordinal);
        var options = RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.Compiled;
        return (new($@"(?<!\w)(?:{spaced})(?!\w)", options), instead);
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
