namespace OAuth2Server.Architecture.Tests;

/// <summary>The files of the repository, named by their paths from its root with forward slashes.</summary>
internal static class Repository
{
    // Not the caller's file path: a deterministic build writes /_/ there.
    internal static string Root { get; } = FindRoot();

    internal static string FullPath(string path) => Path.Combine(Root, path);

    internal static string Read(string path) => File.ReadAllText(FullPath(path));

    internal static bool Has(string path) => File.Exists(FullPath(path));

    /// <summary>The C# files below a folder that somebody wrote.</summary>
    internal static IEnumerable<string> Sources(string folder) => Files(folder, "*.cs");

    internal static IEnumerable<string> Projects(string folder) => Files(folder, "*.csproj");

    private static IEnumerable<string> Files(string folder, string pattern)
    {
        var files = Directory.Exists(FullPath(folder)) ? Directory.EnumerateFiles(FullPath(folder), pattern, SearchOption.AllDirectories) : [];
        return files.Select(file => Path.GetRelativePath(Root, file).Replace('\\', '/')).Where(IsWritten).Order(StringComparer.Ordinal);
    }

    private static bool IsWritten(string path) => !path.Split('/').Any(part => part is "bin" or "obj" or "node_modules");

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "OAuth2Server.slnx"))) return folder.FullName;
        }
        throw new InvalidOperationException($"There is no OAuth2Server.slnx above {AppContext.BaseDirectory}.");
    }
}
