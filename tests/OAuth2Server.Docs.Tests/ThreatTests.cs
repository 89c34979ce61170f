namespace OAuth2Server.Docs.Tests;

/// <summary>Each threat of the catalogue has an answer, and each answer a test that exists, or a reason.</summary>
public sealed class ThreatTests
{
    private const string Document = "docs/threat-model.md";

    private static readonly Dictionary<string, string> Files = new() { ["SomeTests.It_is_refused"] = "tests/SomeTests.cs" };

    [Fact]
    public void Every_threat_has_a_row_with_a_test_that_exists_or_a_reason()
    {
        var problems = Threats.Problems(Threats.In(Repository.Read(Document)), ThreatCatalogue.All, ThreatCatalogue.Tests);
        Assert.True(problems.Count == 0, string.Join('\n', problems));
    }

    [Fact]
    public void The_links_and_the_summary_of_the_page_follow_from_its_rows()
    {
        var page = Repository.Read(Document);
        var written = Threats.Written(page, ThreatCatalogue.Tests);
        if (Environment.GetEnvironmentVariable("THREATS") == "write") File.WriteAllText(Path.Combine(Repository.Root, Document), written);
        Assert.True(written == page, $"{Document} is stale: run eng/threats.sh");
    }

    [Fact]
    public void The_catalogue_has_every_section_and_requirement()
    {
        Assert.Equal(51 + 26 + 47 + 19 + 36 + 21 + 17, ThreatCatalogue.All.Count);
        Assert.Contains(("RFC 6819", "4.4.1.13"), ThreatCatalogue.All);
        Assert.Contains(("RFC 9700", "4.17"), ThreatCatalogue.All);
        Assert.Contains(("ASVS V16", "16.5.4"), ThreatCatalogue.All);
    }

    [Theory]
    [InlineData("| 1.1 | It leaks. | It is refused. | `SomeTests.It_is_refused` |")]
    [InlineData("| 1.1 | It leaks. | It is refused. | [`SomeTests.It_is_refused`](../tests/SomeTests.cs) |")]
    [InlineData("| 1.1 | It leaks. | **Remains**: nothing is done about it. |  |")]
    [InlineData("| 1.2 | It leaks. | It is refused. | `SomeTests.It_is_refused` |", "1.1 has no row", "1.2 is no threat")]
    [InlineData("| 1.1 | It leaks. | It is refused. |  |", "1.1 has neither a test nor a reason")]
    [InlineData("| 1.1 | It leaks. | **Remains**: no. |  |", "1.1 has neither a test nor a reason")]
    [InlineData("| 1.1 | It leaks. | It is refused. | `SomeTests.It_is_gone` |", "names SomeTests.It_is_gone, and there is no such test")]
    public void What_is_missing_is_reported(string row, params string[] expected)
    {
        var problems = Threats.Problems(Threats.In($"## RFC 1: A title\n\n{row}\n"), [("RFC 1", "1.1")], Files);
        Assert.Equal(expected.Length, problems.Count);
        Assert.All(expected.Zip(problems), pair => Assert.Contains(pair.First, pair.Second, StringComparison.Ordinal));
    }

    [Fact]
    public void A_test_gets_a_link_and_the_rows_are_counted()
    {
        const string Page = "<!-- summary -->\n<!-- /summary -->\n\n## RFC 1: A title\n\n"
            + "| 1.1 | It leaks. | **Yours**: the operator does it. | `SomeTests.It_is_refused` |\n";
        var written = Threats.Written(Page, Files);
        Assert.Contains("| [`SomeTests.It_is_refused`](../tests/SomeTests.cs) |\n", written, StringComparison.Ordinal);
        Assert.Contains("| RFC 1 | 1 | 1 | 0 | 0 | 1 | 0 |\n", written, StringComparison.Ordinal);
        Assert.Equal(written, Threats.Written(written, Files));
    }
}
