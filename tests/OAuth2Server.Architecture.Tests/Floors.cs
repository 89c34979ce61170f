namespace OAuth2Server.Architecture.Tests;

/// <summary>Which folder stands on which floor. A folder uses itself and the floors below it, never its own floor or one above.</summary>
/// <remarks>
/// All of the core shares one namespace, so the floors are folders.
/// A new folder or project gets its place here, in the same change that adds it.
/// </remarks>
internal static class Floors
{
    /// <summary>The root of the core: the two classes that an application calls.</summary>
    private const string FrontDoors = "OAuth2Server";

    /// <summary>Top to bottom.</summary>
    private static readonly string[][] Table =
    [
        ["OAuth2Server.Host"],
        ["OAuth2Server.AspNetCore"],
        ["OAuth2Server.OpenIdConnect"],
        ["OAuth2Server.Jwt", "OAuth2Server.DPoP"],
        [FrontDoors],
        ["OAuth2Server/Endpoints"],
        ["OAuth2Server/Grants"],
        [
            "OAuth2Server/Tokens", "OAuth2Server/Clients", "OAuth2Server/InMemory", "OAuth2Server.EntityFrameworkCore",
            "OAuth2Server.Testing",
        ],
        ["OAuth2Server/Environment"],
        ["OAuth2Server/Scopes", "OAuth2Server/Origins", "OAuth2Server/Profiles"],
        ["OAuth2Server/Model"],
        ["OAuth2Server/Context"],
        ["OAuth2Server/Diagnostics"],
        ["OAuth2Server/Shield"],
        ["OAuth2Server/Uris"],
        ["OAuth2Server/Protocol"],
    ];

    private static readonly string[] FrontDoorFiles = ["AuthorizationServer", "ResourceServer", "ServerParts"];

    /// <summary>The folder of a file below src; null when the folder is not in the table.</summary>
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

    /// <summary>Why one folder may not use another, as the end of a sentence; null when it may.</summary>
    internal static string? Problem(string user, string used) =>
        user == used ? null
        : FloorOf(used) < FloorOf(user) ? "which is above it"
        : FloorOf(used) == FloorOf(user) ? "which is beside it"
        : null;

    /// <summary>Whether the used folder stands above the one that uses it.</summary>
    internal static bool IsAbove(string user, string used) => FloorOf(used) < FloorOf(user);

    private static int FloorOf(string folder) => Array.FindIndex(Table, floor => floor.Contains(folder));
}
