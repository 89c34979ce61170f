namespace OAuth2Server.Architecture.Tests;

/// <summary>Plain English and narrow lines, in code and in documents.</summary>
public sealed class TextTests
{
    /// <summary>How many files of the product have fewer than 15 lines. The number only goes down.</summary>
    private const int MostSmallFiles = 45;

    public static TheoryData<string> Folders => [.. TextRules.Folders];

    [Theory]
    [MemberData(nameof(Folders))]
    public void No_line_is_wide(string folder) => Violations.AssertNone(Read(folder).SelectMany(file => TextRules.Wide(file.Path, file.Text)));

    [Theory]
    [MemberData(nameof(Folders))]
    public void Every_text_is_plain_English(string folder) =>
        Violations.AssertNone(Read(folder).SelectMany(file =>
            Prose.Of(file.Path, file.Text) is { } prose ? WordList.Real.Violations(file.Path, prose) : []));

    [Fact]
    public void Few_files_of_the_product_are_very_small() =>
        Violations.AssertNone(TextRules.Small(Read("src").Where(file => file.Path.EndsWith(".cs", StringComparison.Ordinal)), MostSmallFiles));

    [Fact]
    public void Every_log_message_has_an_event_id_of_its_own() =>
        Violations.AssertNone(LogEventRules.Violations(Repository.Sources("src").Select(path => SourceProject.Parse(path, Repository.Read(path)))));

    [Theory]
    [InlineData("src/A.cs", 140, 0)]
    [InlineData("src/A.cs", 141, 1)]
    [InlineData("src/A.cshtml", 141, 1)]
    [InlineData("eng/a.sh", 141, 1)]
    [InlineData("docs/a.md", 141, 0)]
    [InlineData("src/A.csproj", 141, 0)]
    public void A_line_over_140_columns_is_reported(string path, int columns, int violations) =>
        Assert.Equal(violations, TextRules.Wide(path, $"\n{new string('x', columns)}\r\n").Count());

    [Fact]
    public void A_wide_line_is_reported_with_its_place() =>
        Assert.Equal("src/A.cs:2 has 141 columns, more than 140", Assert.Single(TextRules.Wide("src/A.cs", $"\n{new string('x', 141)}\n")));

    [Theory]
    [InlineData(14, 1, 0)]
    [InlineData(14, 0, 2)]
    [InlineData(15, 0, 0)]
    public void More_small_files_than_allowed_are_reported(int lines, int most, int violations) =>
        Assert.Equal(violations, TextRules.Small([("src/A.cs", string.Concat(Enumerable.Repeat("// one\n", lines)))], most).Count());

    [Theory]
    [InlineData("[LoggerMessage(1, LogLevel.Warning, \"a\")] void A(); [LoggerMessage(EventId = 2, Message = \"b\")] void B();")]
    [InlineData("[LoggerMessage(1, LogLevel.Warning, \"a\")] void A(); [LoggerMessage(1, LogLevel.Warning, \"b\")] void B();", "src/C.cs:1, src/C.cs:1: the event id 1 is used 2 times")]
    [InlineData("[LoggerMessage(1, LogLevel.Warning, \"a\")] void A(); [LoggerMessage(EventId = 1, Message = \"b\")] void B();", "src/C.cs:1, src/C.cs:1: the event id 1 is used 2 times")]
    [InlineData("[LoggerMessage(LogLevel.Warning, \"a\")] void A();", "src/C.cs:1: the log message has no event id")]
    public void An_event_id_that_is_used_again_or_missing_is_reported(string members, params string[] expected) =>
        Assert.Equal(expected, LogEventRules.Violations([SourceProject.Parse("src/C.cs", $"class C {{ {members} }}")]));

    private static IEnumerable<(string Path, string Text)> Read(string folder) => Repository.Texts(folder).Select(path => (path, Repository.Read(path)));
}
