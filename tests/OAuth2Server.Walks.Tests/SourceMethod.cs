namespace OAuth2Server.Walks.Tests;

/// <summary>A method, constructor or local function that has statements in the sources.</summary>
/// <param name="File">Its path from the root of the repository.</param>
/// <param name="Type">The types that contain it, from the outermost.</param>
/// <param name="Name">Its name; <c>new</c> for a constructor.</param>
/// <param name="Line">The line where it is declared, which tells overloads apart.</param>
internal sealed record SourceMethod(string File, string Type, string Name, int Line)
{
    private const string Core = "src/OAuth2Server/";

    /// <summary>The folder in the table of floors.</summary>
    internal string Folder => Floors.FolderOf(File) ?? throw new InvalidOperationException($"{File} has no place in the table of Floors.cs.");

    /// <summary>The file without its ending: below <c>src/OAuth2Server</c> for the core, below <c>src</c> for the other projects.</summary>
    internal string ShortFile => (File.StartsWith(Core, StringComparison.Ordinal) ? File[Core.Length..] : File["src/".Length..])[..^".cs".Length];

    /// <summary><c>File.Method</c>; a type that has not the name of the file stands between them.</summary>
    public override string ToString()
    {
        var types = Type.Split('.').ToList();
        if (types[0] == Path.GetFileName(File).Split('.')[0]) types.RemoveAt(0);
        return string.Join('.', [ShortFile, .. types, Name]);
    }
}
