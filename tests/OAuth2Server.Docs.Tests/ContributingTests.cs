namespace OAuth2Server.Docs.Tests;

/// <summary>CONTRIBUTING.md names files and folders: each of them exists.</summary>
public sealed class ContributingTests
{
    [Fact]
    public void Every_path_in_a_table_and_in_the_walks_exists()
    {
        var page = Repository.Read("CONTRIBUTING.md");
        Assert.NotEmpty(NamedPaths.In(page));
        var missing = NamedPaths.Missing(page, Repository.FilesAndFolders).ToList();
        Assert.True(missing.Count == 0, string.Join('\n', missing));
    }

    [Theory]
    [InlineData("| devices | `Endpoints/Device*.cs` |")]
    [InlineData("| devices | `OAuth2Server/Endpoints`, `src/**/DeviceGrant.cs`, `DeviceGrant` |")]
    [InlineData("| devices | `Endpoints/` and `./eng/walks.sh --details` |")]
    [InlineData("| devices | `dotnet build`, `a | b`, `Endpoints.Missing()` |")]
    [InlineData("Not in a table: `Endpoints/Missing.cs`")]
    [InlineData("## Three walks\n\n`Endpoints/DeviceEndpoint` → `Grants/DeviceGrant`\n\n```text\n  Endpoints/Missing.cs\n```\n")]
    [InlineData("| devices | `Endpoints/Missing.cs` |", "Endpoints/Missing.cs")]
    [InlineData("| devices | `Endpoints/Missing*`, `Missing.cs` |", "Endpoints/Missing*", "Missing.cs")]
    [InlineData("| devices | `Endpoints/*/DeviceEndpoint.cs` |", "Endpoints/*/DeviceEndpoint.cs")]
    [InlineData("## Three walks\n\n`Endpoints/Missing` → `Grants/DeviceGrant`\n\n## Next\n\n`Endpoints/Gone`", "Endpoints/Missing")]
    public void A_path_that_is_not_there_is_reported(string page, params string[] missing)
    {
        string[] exists =
        [
            "eng/walks.sh", "src/OAuth2Server/Endpoints",
            "src/OAuth2Server/Endpoints/DeviceEndpoint.cs", "src/OAuth2Server/Grants/DeviceGrant.cs",
        ];
        Assert.Equal(missing, NamedPaths.Missing(page, exists).Select(sentence => sentence.Split(' ', ',')[2]));
    }
}
