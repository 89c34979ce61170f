using System.Xml.Linq;

namespace OAuth2Server.Architecture.Tests;

public sealed class ProjectTests
{
    [Fact]
    public void Every_package_has_its_public_API_under_review() =>
        Violations.AssertNone(MissingFiles("PublicAPI.Shipped.txt", "PublicAPI.Unshipped.txt"));

    [Fact]
    public void Every_package_explains_itself()
    {
        Violations.AssertNone(MissingFiles("README.md"));
        foreach (var project in Packages)
        {
            Assert.False(string.IsNullOrWhiteSpace(Property(project, "Description")), $"{project} has no Description");
            Assert.True(Repository.Read($"{FolderOf(project)}/README.md").Length > 200, $"The README.md of {project} explains nothing");
        }
    }

    [Fact]
    public void What_ships_carries_documentation_symbols_and_a_licence()
    {
        // In Directory.Build.targets this property would be set too late and would have no effect.
        Assert.Equal("true", Property("Directory.Build.props", "GenerateDocumentationFile"));
        Assert.Equal("true", Property("Directory.Build.targets", "IncludeSymbols"));
        Assert.Equal("snupkg", Property("Directory.Build.targets", "SymbolPackageFormat"));
        Assert.Equal("true", Property("Directory.Build.props", "Deterministic"));
        Assert.Equal("Apache-2.0", Property("Directory.Build.props", "PackageLicenseExpression"));
    }

    [Fact]
    public void The_core_depends_on_the_logging_abstractions_alone()
    {
        var core = Xml("src/OAuth2Server/OAuth2Server.csproj");
        Assert.Equal("Microsoft.NET.Sdk", core.Root?.Attribute("Sdk")?.Value);
        var packages = core.Descendants("PackageReference").Select(reference => reference.Attribute("Include")?.Value);
        Assert.Equal(["Microsoft.Extensions.Logging.Abstractions"], packages);
        Assert.Empty(core.Descendants("FrameworkReference"));
        Assert.Empty(core.Descendants("ProjectReference"));
    }

    // test.sh builds the solution: a project that is not in it is neither built nor tested.
    [Fact]
    public void Every_project_is_in_the_solution()
    {
        var entries = Xml("OAuth2Server.slnx").Descendants("Project");
        var solution = entries.Select(project => project.Attribute("Path")?.Value.Replace('\\', '/'));
        var projects = new[] { "src", "tests", "samples", "bench" }.SelectMany(Repository.Projects);
        Violations.AssertNone(projects.Except(solution).Select(project => $"{project} is not in OAuth2Server.slnx"));
    }

    private static IEnumerable<string> Packages => Repository.Projects("src").Where(project => Property(project, "IsPackable") == "true");

    private static IEnumerable<string> MissingFiles(params string[] names) =>
        from project in Packages
        from name in names
        let path = $"{FolderOf(project)}/{name}"
        where !Repository.Has(path)
        select $"{path} is missing";

    private static string FolderOf(string project) => project[..project.LastIndexOf('/')];

    private static string? Property(string file, string name) => Xml(file).Descendants(name).LastOrDefault()?.Value;

    private static XDocument Xml(string file) => XDocument.Parse(Repository.Read(file));
}
