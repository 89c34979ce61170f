namespace OAuth2Server.Architecture.Tests;

/// <summary>The files of the repository, named by their paths from its root with forward slashes.</summary>
internal static class Repository
{
    // Found from the program's folder: the path of a source file is /_/… in a deterministic build.
    internal static string Root { get; } = FindRoot();

    internal static string FullPath(string path) => Path.Combine(Root, path);

    internal static string Read(string path) => File.ReadAllText(FullPath(path));

    internal static bool Has(string path) => File.Exists(FullPath(path));

    /// <summary>The C# files below a folder, without the output of builds.</summary>
    internal static IEnumerable<string> Sources(string folder) => Files(folder, "*.cs");

    internal static IEnumerable<string> Projects(string folder) => Files(folder, "*.csproj");

    /// <summary>All files below a folder, without generated ones; for the root, only the files directly in it.</summary>
    internal static IEnumerable<string> Texts(string folder) =>
        Files(folder, "*", folder.Length == 0 ? SearchOption.TopDirectoryOnly : SearchOption.AllDirectories)
            .Where(path => !IsGenerated(path));

    /// <summary>Whether a tool generates the file: a migration, or a compiled model of EF Core.</summary>
    internal static bool IsGenerated(string path) => path.Split('/').Any(part => part is "Migrations" or "Compiled");

    private static IEnumerable<string> Files(string folder, string pattern, SearchOption depth = SearchOption.AllDirectories)
    {
        var files = Directory.Exists(FullPath(folder)) ? Directory.EnumerateFiles(FullPath(folder), pattern, depth) : [];
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
