namespace OAuth2Server.Architecture.Tests;

/// <summary>The house: which folder stands on which floor. A folder uses itself and what is below; its neighbours and what is above it does not know.</summary>
/// <remarks>All of the core shares one namespace, so the floors are folders. A new folder or project gets its place here, in the same change that adds it.</remarks>
internal static class Floors
{
    /// <summary>The core's own root: the two classes that face the application.</summary>
    private const string FrontDoors = "OAuth2Server";

    /// <summary>Top to bottom.</summary>
    private static readonly string[][] Table =
    [
        ["OAuth2Server.Host"],
        ["OAuth2Server.AspNetCore"],
        [FrontDoors],
        ["OAuth2Server/Endpoints"],
        ["OAuth2Server/Grants", "OAuth2Server.Jwt"],
        ["OAuth2Server/Tokens", "OAuth2Server/Clients", "OAuth2Server/InMemory", "OAuth2Server.EntityFrameworkCore", "OAuth2Server.Testing"],
        ["OAuth2Server/Diagnostics"],
        ["OAuth2Server/Model"],
        ["OAuth2Server/Protocol"],
        ["OAuth2Server/Shield"],
    ];

    private static readonly string[] FrontDoorFiles = ["AuthorizationServer", "ResourceServer"];

    /// <summary>The folder that a file below src stands in; null when it has no place in the table.</summary>
    internal static string? FolderOf(string path)
    {
        var folder = path.Split('/') switch
        {
            ["src", "OAuth2Server", var file] => FrontDoorFiles.Contains(file.Split('.')[0]) ? FrontDoors : null,
            ["src", "OAuth2Server", var inner, ..] => $"OAuth2Server/{inner}",
            ["src", var project, ..] => project,
            _ => null,
        };
        return folder is not null && FloorOf(folder) >= 0 ? folder : null;
    }

    /// <summary>What is wrong with one folder's using another, as the end of a sentence; null when nothing is.</summary>
    internal static string? Problem(string user, string used) =>
        user == used ? null
        : FloorOf(used) < FloorOf(user) ? "which is above it"
        : FloorOf(used) == FloorOf(user) ? "which is beside it"
        : null;

    /// <summary>Whether a folder that is used stands above its user.</summary>
    internal static bool IsAbove(string user, string used) => FloorOf(used) < FloorOf(user);

    private static int FloorOf(string folder) => Array.FindIndex(Table, floor => floor.Contains(folder));
}
