namespace OAuth2Server.Docs.Tests;

public sealed class ConformanceTests
{
    private const string Document = "docs/conformance.md";

    [Fact]
    public void The_conformance_page_says_what_the_tests_say()
    {
        var page = Conformance.Page();
        if (Environment.GetEnvironmentVariable("CONFORMANCE") == "write") File.WriteAllText(Path.Combine(Repository.Root, Document), page);
        Assert.True(page == Repository.Read(Document), $"{Document} is stale: run eng/conformance.sh");
    }

    [Fact]
    public void Every_section_of_a_known_RFC_that_a_test_names_exists()
    {
        foreach (var (document, section) in Conformance.Sections.Where(section => RfcTitles.Knows(section.Document)))
            Assert.True(RfcTitles.Of(document, section).Length > 0, $"{document} §{section} is not in RfcTitles.cs");
    }

    [Theory]
    [InlineData("RFC 6749 §3.2", "RFC 6749 §3.10")]
    [InlineData("RFC 6749 §2.3", "RFC 6749 §2.3.1")]
    [InlineData("RFC 6749 §10.12", "RFC 6749 §B")]
    [InlineData("RFC 6749 §10", "RFC 6750 §2")]
    public void Sections_are_in_the_order_of_the_document(string before, string after) =>
        Assert.True(Section.Parse(before).CompareTo(Section.Parse(after)) < 0);
}
