using System.Text;

namespace OAuth2Server.Docs.Tests;

/// <summary>The page of the security profiles has every rule of the code.</summary>
public sealed class ProfilePageTests
{
    private const string Page = "docs/profiles.md";
    private const string Start = "<!-- profile rules -->\n";
    private const string End = "<!-- end of profile rules -->";

    [Fact]
    public void The_table_of_rules_is_that_of_the_code()
    {
        var page = Repository.Read(Page);
        var (start, end) = (page.IndexOf(Start, StringComparison.Ordinal) + Start.Length, page.IndexOf(End, StringComparison.Ordinal));
        if (Environment.GetEnvironmentVariable("PROFILES") == "write")
        {
            page = page[..start] + Table() + page[end..];
            File.WriteAllText(Path.Combine(Repository.Root, Page), page);
            end = start + Table().Length;
        }
        Assert.True(page[start..end] == Table(), $"{Page} is stale: set PROFILES=write and run this test.");
    }

    private static string Table()
    {
        var table = new StringBuilder("| Rule | From | Section | Severity | What it demands | Where it is not kept |\n")
            .Append("| --- | --- | --- | --- | --- | --- |\n");
        foreach (var rule in ProfileRule.All)
            table.Append($"| `{rule.Id}` | {rule.Profile} | {rule.Section} | {rule.Severity} | {rule.Title} | {rule.Remedy} |\n");
        return table.ToString();
    }
}
