using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace OAuth2Server.Architecture.Tests;

/// <summary>All projects below src, compiled from their sources against each other.</summary>
/// <param name="projects">The projects by their names.</param>
/// <param name="added">The file that was added to try a rule; null for the house as it is.</param>
internal sealed class SourceHouse(ImmutableSortedDictionary<string, SourceProject> projects, string? added = null)
{
    private static readonly Lazy<SourceHouse> Read = new(() =>
        new(Repository.Projects("src").Select(SourceProject.Read).ToImmutableSortedDictionary(project => project.Name, project => project, StringComparer.Ordinal)));

    private static readonly Lazy<ImmutableArray<MetadataReference>> Platform = new(() =>
        [.. TrustedAssemblies().Select(path => MetadataReference.CreateFromFile(path))]);

    private readonly Dictionary<string, CSharpCompilation> _compiled = new(StringComparer.Ordinal);

    /// <summary>The sources as they are.</summary>
    internal static SourceHouse Real => Read.Value;

    /// <summary>The paths to inspect: all, or only the one that was added.</summary>
    internal IEnumerable<string> Paths => projects.Values.SelectMany(project => project.Trees).Select(tree => tree.FilePath).Where(IsInspected);

    /// <summary>Every use of a symbol in the files to inspect.</summary>
    internal IEnumerable<SymbolUse> Uses =>
        projects.Keys.Select(Compile).SelectMany(compilation => compilation.SyntaxTrees.Where(tree => IsInspected(tree.FilePath)).SelectMany(tree => SymbolUse.In(compilation, tree)));

    /// <summary>The same with one more file; if its project does not exist, it is imagined.</summary>
    internal SourceHouse With(string path, string text)
    {
        var name = path.Split('/')[1];
        var project = projects.TryGetValue(name, out var existing) ? existing : SourceProject.Imagined(name);
        return new(projects.SetItem(name, project.With(path, text)), path);
    }

    /// <summary>What did not compile in a project; nothing if there is no such project.</summary>
    internal IEnumerable<Diagnostic> Errors(string name) =>
        projects.ContainsKey(name) ? Compile(name).GetDiagnostics().Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error) : [];

    private CSharpCompilation Compile(string name)
    {
        if (_compiled.TryGetValue(name, out var compilation)) return compilation;
        var project = projects[name];
        var references = project.References.Where(projects.ContainsKey).Select(reference => Compile(reference).ToMetadataReference());
        var options = new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable, allowUnsafe: true);
        return _compiled[name] = CSharpCompilation.Create(name, project.Trees, [.. Platform.Value, .. references], options);
    }

    private bool IsInspected(string path) => added is null || path == added;

    private static IEnumerable<string> TrustedAssemblies() =>
        ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => !Path.GetFileName(path).StartsWith("OAuth2Server", StringComparison.Ordinal));
}
