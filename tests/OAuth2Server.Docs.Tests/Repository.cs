namespace OAuth2Server.Docs.Tests;

/// <summary>The files of the repository that this test was built from.</summary>
internal static class Repository
{
    internal static string Root { get; } = FindRoot();

    private static readonly string[] Built = ["bin", "obj", "node_modules", "artifacts", ".git"];

    /// <summary>The Markdown files of the root and of docs, without the decision records, by their paths from the root.</summary>
    internal static IEnumerable<string> Documents =>
        Directory.EnumerateFiles(Root, "*.md")
            .Concat(Directory.EnumerateFiles(Path.Combine(Root, "docs"), "*.md", SearchOption.AllDirectories))
            .Select(PathOf)
            .Where(file => !file.StartsWith("docs/adr/", StringComparison.Ordinal));

    /// <summary>Every file and folder by its path from the root, without the output of builds.</summary>
    internal static IReadOnlyCollection<string> FilesAndFolders =>
    [
        .. Directory.EnumerateFileSystemEntries(Root, "*", SearchOption.AllDirectories).Select(PathOf)
            .Where(path => !path.Split('/').Any(Built.Contains)),
    ];

    internal static string Read(string path) => File.ReadAllText(Path.Combine(Root, path)).ReplaceLineEndings("\n");

    private static string PathOf(string file) => Path.GetRelativePath(Root, file).Replace('\\', '/');

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "OAuth2Server.slnx"))) folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("OAuth2Server.slnx is in no folder above the test.");
    }
}
