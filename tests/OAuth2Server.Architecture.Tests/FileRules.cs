using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace OAuth2Server.Architecture.Tests;

/// <summary>Rules for one C# file. Each rule returns one sentence for each violation.</summary>
internal static class FileRules
{
    private const int MaxFileLines = 250;
    private const int MaxMethodLines = 40;

    private static readonly string[] VagueEndings = ["Manager", "Managers", "Helper", "Helpers", "Util", "Utils", "Utility", "Utilities"];

    private static readonly string[] WallClocks =
    [
        "DateTime.UtcNow", "DateTime.Now", "DateTime.Today", "DateTimeOffset.UtcNow", "DateTimeOffset.Now",
        "Environment.TickCount", "Environment.TickCount64", "Thread.Sleep",
    ];

    internal static IEnumerable<string> Long(SyntaxTree tree)
    {
        var lines = tree.GetText().ToString().TrimEnd('\n').Split('\n').Length;
        if (lines > MaxFileLines) yield return $"{tree.FilePath} has {lines} lines, more than {MaxFileLines}";
    }

    internal static IEnumerable<string> LongMethods(SyntaxTree tree)
    {
        var nodes = tree.GetRoot().DescendantNodesAndSelf();
        return from body in nodes.Select(BodyOf).OfType<SyntaxNode>()
               let lines = LinesOf(body)
               where lines >= MaxMethodLines
               select $"{Place(body)}: a method of {lines} lines, not under {MaxMethodLines}";
    }

    internal static IEnumerable<string> MisnamedTypes(SyntaxTree tree)
    {
        var members = tree.GetRoot().DescendantNodes().OfType<MemberDeclarationSyntax>();
        var types = members.Where(IsTopLevelPublicType).Select(NameOf).Distinct().ToArray();
        var name = Path.GetFileName(tree.FilePath).Split('.')[0];
        // The framework names the class of a Razor page: Login.cshtml.cs contains LoginModel.
        if (tree.FilePath.EndsWith(".cshtml.cs", StringComparison.Ordinal)) name += "Model";
        if (types.Length > 1) yield return $"{tree.FilePath} has several public types: {string.Join(", ", types)}";
        else if (types.Length == 1 && types[0] != name)
            yield return $"{tree.FilePath} has the public type {types[0]}, after which it should be named";
    }

    internal static IEnumerable<string> VagueNames(SyntaxTree tree) =>
        from declaration in tree.GetRoot().DescendantNodes().OfType<BaseTypeDeclarationSyntax>()
        where VagueEndings.Any(ending => NameOf(declaration).EndsWith(ending, StringComparison.Ordinal))
        select $"{Place(declaration)}: {NameOf(declaration)} says nothing: name it for what it does";

    internal static IEnumerable<string> WallClockReads(SyntaxTree tree) =>
        from access in tree.GetRoot().DescendantNodes().OfType<MemberAccessExpressionSyntax>()
        let text = $"{access.Expression.ToString().Split('.')[^1]}.{access.Name}"
        where WallClocks.Contains(text)
        select $"{Place(access)}: {text}: take the time from a TimeProvider";

    private static SyntaxNode? BodyOf(SyntaxNode node) => node switch
    {
        BaseMethodDeclarationSyntax method => (SyntaxNode?)method.Body ?? method.ExpressionBody?.Expression,
        LocalFunctionStatementSyntax function => (SyntaxNode?)function.Body ?? function.ExpressionBody?.Expression,
        AccessorDeclarationSyntax accessor => (SyntaxNode?)accessor.Body ?? accessor.ExpressionBody?.Expression,
        PropertyDeclarationSyntax property => property.ExpressionBody?.Expression,
        CompilationUnitSyntax unit when unit.Members.Any(member => member is GlobalStatementSyntax) => unit,
        _ => null,
    };

    // Lines of code, without the braces of the body, blank lines and comments. A program of top-level statements is one body.
    private static int LinesOf(SyntaxNode body)
    {
        var tokens = body switch
        {
            BlockSyntax block => block.Statements.SelectMany(statement => statement.DescendantTokens()),
            CompilationUnitSyntax unit => unit.Members.OfType<GlobalStatementSyntax>().SelectMany(member => member.DescendantTokens()),
            _ => body.DescendantTokens(),
        };
        return tokens.Select(token => token.GetLocation().GetLineSpan())
            .SelectMany(span => Enumerable.Range(span.StartLinePosition.Line, span.EndLinePosition.Line - span.StartLinePosition.Line + 1))
            .Distinct().Count();
    }

    private static bool IsTopLevelPublicType(MemberDeclarationSyntax member) =>
        member is BaseTypeDeclarationSyntax or DelegateDeclarationSyntax &&
        member.Parent is BaseNamespaceDeclarationSyntax or CompilationUnitSyntax &&
        member.Modifiers.Any(SyntaxKind.PublicKeyword);

    private static string NameOf(MemberDeclarationSyntax type) =>
        type is DelegateDeclarationSyntax named ? named.Identifier.Text : ((BaseTypeDeclarationSyntax)type).Identifier.Text;

    /// <summary>The file and the line, from 1.</summary>
    internal static string Place(SyntaxNode node) =>
        $"{node.SyntaxTree.FilePath}:{node.GetLocation().GetLineSpan().StartLinePosition.Line + 1}";
}
