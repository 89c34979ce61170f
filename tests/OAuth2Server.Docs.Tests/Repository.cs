namespace OAuth2Server.Docs.Tests;

/// <summary>The files of the repository that this test was built from.</summary>
internal static class Repository
{
    internal static string Root { get; } = FindRoot();

    /// <summary>README.md and everything in docs/, by its path from the root.</summary>
    internal static IEnumerable<string> Documents =>
        Directory.EnumerateFiles(Path.Combine(Root, "docs"), "*.md", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(Root, file).Replace('\\', '/'))
            .Where(file => !file.StartsWith("docs/adr/", StringComparison.Ordinal))
            .Prepend("README.md");

    internal static string Read(string path) => File.ReadAllText(Path.Combine(Root, path)).ReplaceLineEndings("\n");

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "OAuth2Server.slnx"))) folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("OAuth2Server.slnx is in no folder above the test.");
    }
}
