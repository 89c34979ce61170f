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
    internal string Folder =>
        Floors.FolderOf(File) ?? throw new InvalidOperationException($"{File} has no place in the table of Floors.cs.");

    // Without the extension: below src/OAuth2Server for the core, below src for the other projects.
    private string ShortFile
    {
        get
        {
            var below = File.StartsWith(Core, StringComparison.Ordinal) ? Core : "src/";
            return File[below.Length..^".cs".Length];
        }
    }

    /// <summary><c>File.Method</c>, or <c>File.Type.Method</c> when the type has another name than the file.</summary>
    public override string ToString()
    {
        var types = Type.Split('.').ToList();
        if (types[0] == Path.GetFileName(File).Split('.')[0]) types.RemoveAt(0);
        return string.Join('.', [ShortFile, .. types, Name]);
    }
}
