using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace OAuth2Server.Architecture.Tests;

/// <summary>All projects below src, compiled from their sources against each other.</summary>
/// <param name="projects">The projects by their names.</param>
/// <param name="added">The path of a file that a test added; null for the sources as they are.</param>
internal sealed class SourceHouse(ImmutableSortedDictionary<string, SourceProject> projects, string? added = null)
{
    private static readonly Lazy<SourceHouse> Read = new(() => new(
        Repository.Projects("src").Select(SourceProject.Read)
            .ToImmutableSortedDictionary(project => project.Name, project => project, StringComparer.Ordinal)));

    private static readonly Lazy<ImmutableArray<MetadataReference>> Platform = new(() =>
        [.. TrustedAssemblies().Select(path => MetadataReference.CreateFromFile(path))]);

    private readonly Dictionary<string, CSharpCompilation> _compiled = new(StringComparer.Ordinal);

    /// <summary>The sources as they are.</summary>
    internal static SourceHouse Real => Read.Value;

    /// <summary>The paths to inspect: all, or only the one that was added.</summary>
    internal IEnumerable<string> Paths =>
        projects.Values.SelectMany(project => project.Trees).Select(tree => tree.FilePath).Where(IsInspected);

    /// <summary>Every use of a symbol in the files to inspect.</summary>
    internal IEnumerable<SymbolUse> Uses =>
        from name in projects.Keys
        let compilation = Compile(name)
        from tree in compilation.SyntaxTrees
        where IsInspected(tree.FilePath)
        from use in SymbolUse.In(compilation, tree)
        select use;

    /// <summary>The same sources with one more file; a project that does not exist is added.</summary>
    internal SourceHouse With(string path, string text)
    {
        var name = path.Split('/')[1];
        var project = projects.TryGetValue(name, out var existing) ? existing : SourceProject.Imagined(name);
        return new(projects.SetItem(name, project.With(path, text)), path);
    }

    /// <summary>The compiler's errors in a project; none if there is no such project.</summary>
    internal IEnumerable<Diagnostic> Errors(string name) =>
        from diagnostic in projects.ContainsKey(name) ? Compile(name).GetDiagnostics() : []
        where diagnostic.Severity == DiagnosticSeverity.Error
        select diagnostic;

    private CSharpCompilation Compile(string name)
    {
        if (_compiled.TryGetValue(name, out var compilation)) return compilation;
        var project = projects[name];
        var references = project.References.Where(projects.ContainsKey).Select(reference => Compile(reference).ToMetadataReference());
        var options = new CSharpCompilationOptions(
            OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable, allowUnsafe: true);
        return _compiled[name] = CSharpCompilation.Create(name, project.Trees, [.. Platform.Value, .. references], options);
    }

    private bool IsInspected(string path) => added is null || path == added;

    private static IEnumerable<string> TrustedAssemblies() =>
        ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => !Path.GetFileName(path).StartsWith("OAuth2Server", StringComparison.Ordinal));
}
