using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace OAuth2Server.Architecture.Tests;

/// <summary>The prose of C#: comments, the text of documentation comments, and sentences in strings.</summary>
internal static partial class CSharpProse
{
    /// <summary>The prose of a file, as <see cref="Prose.Of"/> returns it.</summary>
    /// <param name="text">The content of the file.</param>
    /// <param name="withSentences">Whether strings of three words and more are prose: log messages, exceptions, answers.</param>
    internal static string Of(string text, bool withSentences)
    {
        var root = CSharpSyntaxTree.ParseText(text).GetRoot();
        var shown = Prose.Blank(text);
        foreach (var trivia in root.DescendantTrivia())
        {
            if (trivia.GetStructure() is DocumentationCommentTriviaSyntax documentation) ShowDocumentation(documentation, text, shown);
            else if (IsComment(trivia)) Show(trivia.Span, text, shown, CommentSign());
        }
        if (withSentences)
        {
            foreach (var token in root.DescendantTokens().Where(IsSentence)) Show(token.Span, text, shown, Escape());
        }
        return new(shown);
    }

    private static void ShowDocumentation(DocumentationCommentTriviaSyntax documentation, string text, char[] shown)
    {
        // A phrase may go over the sign of the next line.
        foreach (var sign in documentation.DescendantTrivia().Where(trivia => trivia.IsKind(SyntaxKind.DocumentationCommentExteriorTrivia)))
            Array.Fill(shown, ' ', sign.SpanStart, sign.Span.Length);
        var words = documentation.DescendantTokens().Where(token => token.IsKind(SyntaxKind.XmlTextLiteralToken) && !IsCode(token));
        foreach (var token in words) Show(token.Span, text, shown, Code());
    }

    private static bool IsComment(SyntaxTrivia trivia) =>
        trivia.Kind() is SyntaxKind.SingleLineCommentTrivia or SyntaxKind.MultiLineCommentTrivia;

    // Attributes have no prose; <c> and <code> have code.
    private static bool IsCode(SyntaxToken token) => token.Parent!.AncestorsAndSelf().Any(node =>
        node is XmlAttributeSyntax or XmlElementSyntax { StartTag.Name.LocalName.Text: "c" or "code" });

    private static bool IsSentence(SyntaxToken token) => token.Kind() switch
    {
        SyntaxKind.StringLiteralToken => HasWords(token.Text),
        SyntaxKind.SingleLineRawStringLiteralToken or SyntaxKind.MultiLineRawStringLiteralToken => HasWords(token.Text),
        // The parts between the values make one sentence.
        SyntaxKind.InterpolatedStringTextToken => HasWords(token.Parent!.Parent!.ToString()),
        _ => false,
    };

    private static bool HasWords(string text) => ThreeWords().IsMatch(text);

    /// <summary>Copies a part of the text, with spaces for what matches.</summary>
    private static void Show(TextSpan span, string text, char[] shown, Regex without)
    {
        var prose = without.Replace(text[span.Start..span.End], match => new string([.. match.Value.Select(c => c == '\n' ? '\n' : ' ')]));
        prose.CopyTo(shown.AsSpan(span.Start));
    }

    [GeneratedRegex(@"^/[/*]+|\*/$|^\s*\*|`[^`\n]*`", RegexOptions.Multiline)]
    private static partial Regex CommentSign();

    [GeneratedRegex(@"`[^`\n]*`")]
    private static partial Regex Code();

    [GeneratedRegex(@"\\[nrt""\\]")]
    private static partial Regex Escape();

    [GeneratedRegex(@"\p{L}[\p{L}']*[,:;]? \p{L}[\p{L}']*[,:;]? \p{L}")]
    private static partial Regex ThreeWords();
}
