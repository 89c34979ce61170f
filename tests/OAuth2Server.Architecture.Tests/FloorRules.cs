using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace OAuth2Server.Architecture.Tests;

/// <summary>Rules for which folder may use which. Each rule returns one sentence for each violation.</summary>
internal static class FloorRules
{
    private const string AspNetCore = "Microsoft.AspNetCore";

    internal static IReadOnlyList<string> Violations(SourceHouse house)
    {
        var uses = house.Uses.SelectMany(use => new[] { OfFloors(use), OfTheCore(use), OfGrants(use) });
        return [.. house.Paths.Select(OfPlace).Concat(uses).OfType<string>().Distinct().Order(StringComparer.Ordinal)];
    }

    private static string? OfPlace(string path) => path.StartsWith("src/", StringComparison.Ordinal) && Floors.FolderOf(path) is null
        ? $"{path} stands on no floor: give its folder a place in the table of Floors.cs"
        : null;

    private static string? OfFloors(SymbolUse use)
    {
        if (Floors.FolderOf(use.Path) is not { } user || use.Type is not { } type) return null;
        foreach (var used in use.DeclaredIn.Select(Floors.FolderOf).OfType<string>())
        {
            if (Floors.Problem(user, used) is { } problem) return $"{Place(use)}: {user} uses {type.Name} of {used}, {problem}";
        }
        return null;
    }

    private static string? OfTheCore(SymbolUse use) =>
        use.Path.StartsWith("src/OAuth2Server/", StringComparison.Ordinal) &&
        use.Symbol.ContainingAssembly?.Name.StartsWith(AspNetCore, StringComparison.Ordinal) == true
            ? $"{Place(use)}: the core uses {use.Type?.Name} of ASP.NET Core"
            : null;

    private static string? OfGrants(SymbolUse use)
    {
        if (use.Type is not { } used || !IsGrant(used) || Around(use) is not { } user || !IsGrant(user)) return null;
        return SymbolEqualityComparer.Default.Equals(used, user) ? null : $"{Place(use)}: the grant {user.Name} uses the grant {used.Name}";
    }

    private static bool IsGrant(INamedTypeSymbol type) =>
        type.AllInterfaces.Any(i => i.Name == "IGrant" && i.ContainingNamespace.Name == "OAuth2Server");

    private static INamedTypeSymbol? Around(SymbolUse use)
    {
        var declaration = use.Node.AncestorsAndSelf().OfType<TypeDeclarationSyntax>().LastOrDefault();
        return declaration is null ? null : use.Model.GetDeclaredSymbol(declaration) as INamedTypeSymbol;
    }

    private static string Place(SymbolUse use) => $"{use.Path}:{use.Line}";
}
