using System.Xml.Linq;

namespace OAuth2Server.Architecture.Tests;

public sealed class ProjectTests
{
    [Fact]
    public void Every_package_has_its_public_API_under_review() => Violations.AssertNone(MissingFiles("PublicAPI.Shipped.txt", "PublicAPI.Unshipped.txt"));

    [Fact]
    public void Every_package_explains_itself()
    {
        Violations.AssertNone(MissingFiles("README.md"));
        Assert.All(Packages, project => Assert.False(string.IsNullOrWhiteSpace(Property(project, "Description")), $"{project} has no Description"));
        Assert.All(Packages, project => Assert.True(Repository.Read($"{FolderOf(project)}/README.md").Length > 200, $"The README.md of {project} explains nothing"));
    }

    [Fact]
    public void What_ships_carries_documentation_symbols_and_a_licence()
    {
        // In Directory.Build.targets it would come too late to have an effect.
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
        Assert.Equal(["Microsoft.Extensions.Logging.Abstractions"], core.Descendants("PackageReference").Select(reference => reference.Attribute("Include")?.Value));
        Assert.Empty(core.Descendants("FrameworkReference"));
        Assert.Empty(core.Descendants("ProjectReference"));
    }

    // test.sh builds the solution once: a project outside it would be neither built nor tested.
    [Fact]
    public void Every_project_is_in_the_solution()
    {
        var solution = Xml("OAuth2Server.slnx").Descendants("Project").Select(project => project.Attribute("Path")?.Value.Replace('\\', '/'));
        var projects = new[] { "src", "tests", "samples", "bench" }.SelectMany(Repository.Projects);
        Violations.AssertNone(projects.Except(solution).Select(project => $"{project} is not in OAuth2Server.slnx"));
    }

    private static IEnumerable<string> Packages => Repository.Projects("src").Where(project => Property(project, "IsPackable") == "true");

    private static IEnumerable<string> MissingFiles(params string[] names) =>
        Packages.SelectMany(project => names.Select(name => $"{FolderOf(project)}/{name}")).Where(path => !Repository.Has(path)).Select(path => $"{path} is missing");

    private static string FolderOf(string project) => project[..project.LastIndexOf('/')];

    private static string? Property(string file, string name) => Xml(file).Descendants(name).LastOrDefault()?.Value;

    private static XDocument Xml(string file) => XDocument.Parse(Repository.Read(file));
}
