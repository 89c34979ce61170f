using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace OAuth2Server.Architecture.Tests;

/// <summary>One place in the sources that uses one symbol of the sources or of an assembly.</summary>
/// <param name="Model">The semantic model of the file.</param>
/// <param name="Node">The place.</param>
/// <param name="Symbol">A type, or a member of one.</param>
internal sealed record SymbolUse(SemanticModel Model, SyntaxNode Node, ISymbol Symbol)
{
    internal string Path => Node.SyntaxTree.FilePath;

    internal int Line => Node.GetLocation().GetLineSpan().StartLinePosition.Line + 1;

    /// <summary>The type that is used, or the type of the member.</summary>
    internal INamedTypeSymbol? Type => Symbol as INamedTypeSymbol ?? Symbol.ContainingType;

    /// <summary>The files that declare the symbol; none when it comes from an assembly.</summary>
    internal IEnumerable<string> DeclaredIn => Declarations.Select(declaration => declaration.SyntaxTree.FilePath);

    // A member that the compiler adds has no declaration: the declaration of its type is taken.
    private ImmutableArray<SyntaxReference> Declarations =>
        Symbol.DeclaringSyntaxReferences is { IsEmpty: false } own ? own : Type?.DeclaringSyntaxReferences ?? [];

    /// <summary>Every use in a file. Documentation comments are trivia and do not count.</summary>
    internal static IEnumerable<SymbolUse> In(CSharpCompilation compilation, SyntaxTree tree)
    {
        var model = compilation.GetSemanticModel(tree);
        return tree.GetRoot().DescendantNodes().SelectMany(node => Bound(model, node).Select(symbol => new SymbolUse(model, node, symbol)));
    }

    private static IEnumerable<ISymbol> Bound(SemanticModel model, SyntaxNode node)
    {
        var info = model.GetSymbolInfo(node);
        // Without its package a call may be ambiguous: then every candidate is taken.
        var symbols = info.Symbol is { } symbol ? [symbol] : info.CandidateSymbols;
        return symbols.SelectMany(Parts).Select(part => part.OriginalDefinition).Distinct<ISymbol>(SymbolEqualityComparer.Default);
    }

    // Task<Granted> uses Task and Granted, also where it is written as `var`.
    private static IEnumerable<ISymbol> Parts(ISymbol symbol) => symbol switch
    {
        IArrayTypeSymbol array => Parts(array.ElementType),
        INamedTypeSymbol type => type.TypeArguments.SelectMany(Parts).Prepend(type),
        IMethodSymbol method => method.TypeArguments.SelectMany(Parts).Prepend(method.ReducedFrom ?? method),
        IPropertySymbol or IFieldSymbol or IEventSymbol => [symbol],
        _ => [],
    };
}
