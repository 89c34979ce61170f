using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using SyntaxNode = Microsoft.CodeAnalysis.SyntaxNode;

namespace OAuth2Server.Walks.Tests;

/// <summary>Finds the method of the sources that compiled code comes from.</summary>
/// <remarks>
/// Counted are methods, constructors and named local functions that contain a statement or an expression: a reader has to open them.
/// A lambda, a state machine and an iterator are inside such a method and count as that method.
/// Not counted are accessors of properties, operators, primary constructors, initializers of fields and properties,
/// and the code that the compiler or a source generator adds.
/// </remarks>
internal sealed class SourceMethods
{
    private readonly Dictionary<string, List<(LinePositionSpan Span, SourceMethod Method)>> _files = new(StringComparer.Ordinal);

    /// <summary>The smallest method around a place; null when none is counted there.</summary>
    /// <param name="file">A path from the root of the repository.</param>
    /// <param name="line">From 1, as in symbols.</param>
    /// <param name="column">From 1.</param>
    internal SourceMethod? At(string file, int line, int column)
    {
        if (!_files.TryGetValue(file, out var methods)) _files.Add(file, methods = [.. Read(file, Repository.Read(file))]);
        var place = new LinePosition(line - 1, column - 1);
        // Inner methods come after the outer ones.
        return methods.LastOrDefault(method => method.Span.Start <= place && place < method.Span.End).Method;
    }

    private static IEnumerable<(LinePositionSpan Span, SourceMethod Method)> Read(string file, string text) =>
        from node in CSharpSyntaxTree.ParseText(text, path: file).GetRoot().DescendantNodes()
        let name = NameOf(node)
        where name is not null
        let span = node.GetLocation().GetLineSpan().Span
        select (span, new SourceMethod(file, TypeOf(node), name, span.Start.Line + 1));

    private static string? NameOf(SyntaxNode node) => node switch
    {
        MethodDeclarationSyntax method when HasCode(method.Body, method.ExpressionBody) => method.Identifier.Text,
        ConstructorDeclarationSyntax constructor when HasCode(constructor.Body, constructor.ExpressionBody) => "new",
        LocalFunctionStatementSyntax function when HasCode(function.Body, function.ExpressionBody) => function.Identifier.Text,
        _ => null,
    };

    private static bool HasCode(BlockSyntax? body, ArrowExpressionClauseSyntax? expression) =>
        expression is not null || body is { Statements.Count: > 0 };

    private static string TypeOf(SyntaxNode node) =>
        string.Join('.', node.Ancestors().OfType<BaseTypeDeclarationSyntax>().Select(type => type.Identifier.Text).Reverse());
}
