using System.Text.RegularExpressions;

namespace OAuth2Server.Architecture.Tests;

/// <summary>The prose of a file: a text with the same length and lines, in which every other character is <see cref="Hidden"/>.</summary>
/// <remarks>
/// White space and the signs of comments become spaces, so that a phrase is found across a line break.
/// Code between two comments stays hidden, so that no phrase is found across it.
/// </remarks>
internal static partial class Prose
{
    /// <summary>Replaces a character that is not prose. No word and no space matches it.</summary>
    internal const char Hidden = '\0';

    /// <summary>The prose of a file, by its extension; null for a kind of file that is not checked.</summary>
    /// <param name="path">The path from the root of the repository.</param>
    /// <param name="text">The content of the file.</param>
    internal static string? Of(string path, string text) => Path.GetExtension(path) switch
    {
        ".cs" => CSharpProse.Of(text, withSentences: !path.StartsWith("tests/", StringComparison.Ordinal)),
        ".md" => Hide(text, MarkdownCode()),
        ".cshtml" => Hide(text, RazorCode()),
        ".sh" or ".editorconfig" => Only(text, HashComment()),
        ".csproj" or ".props" or ".targets" or ".slnx" => Only(text, XmlComment()),
        _ => null,
    };

    /// <summary>The text with everything hidden but white space.</summary>
    internal static char[] Blank(string text) => [.. text.Select(c => c == '\n' ? '\n' : char.IsWhiteSpace(c) ? ' ' : Hidden)];

    private static string Hide(string text, Regex code) => code.Replace(text, match => new string(Blank(match.Value)));

    private static string Only(string text, Regex comment)
    {
        var shown = Blank(text);
        foreach (Match match in comment.Matches(text))
        {
            // The sign of the comment becomes a space.
            for (var i = match.Index; i < match.Groups["text"].Index; i++) shown[i] = text[i] == '\n' ? '\n' : ' ';
            match.Groups["text"].Value.CopyTo(shown.AsSpan(match.Groups["text"].Index));
        }
        return new(shown);
    }

    // Blocks of code, code in a line, the target of a link, tags and HTML comments, addresses.
    [GeneratedRegex(
        @"^( *)```.*?^\1```|`+[^`]+`+|(?<=\])\([^)\s]*\)|<[^>]*>|https?://\S+",
        RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex MarkdownCode();

    // Tags, and code in braces or after @.
    [GeneratedRegex(@"<(?!!--)[^>]*>|@[\w.?()]+")]
    private static partial Regex RazorCode();

    [GeneratedRegex(@"(?<=^|[ \t])#(?!!)(?<text>.*)$", RegexOptions.Multiline)]
    private static partial Regex HashComment();

    [GeneratedRegex("<!--(?<text>.*?)-->", RegexOptions.Singleline)]
    private static partial Regex XmlComment();
}
