namespace OAuth2Server.Host.Tests;

/// <summary>The files of the repository that this test was built from.</summary>
internal static class Repository
{
    internal static string Root { get; } = FindRoot();

    internal static string Read(string path) => File.ReadAllText(Path.Combine(Root, path)).ReplaceLineEndings("\n");

    internal static void Write(string path, string text) => File.WriteAllText(Path.Combine(Root, path), text);

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "OAuth2Server.slnx"))) folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("OAuth2Server.slnx is in no folder above the test.");
    }
}
