namespace OAuth2Server.Architecture.Tests;

/// <summary>Plain English and narrow lines, in code and in documents.</summary>
public sealed class TextTests
{
    /// <summary>How many files of the product may have fewer than 15 lines. Lower this number when files are merged.</summary>
    private const int MostSmallFiles = 60;

    public static TheoryData<string> Folders => [.. TextRules.Folders];

    [Theory]
    [MemberData(nameof(Folders))]
    public void No_line_is_wide(string folder) =>
        Violations.AssertNone(Read(folder).SelectMany(file => TextRules.Wide(file.Path, file.Text)));

    [Theory]
    [MemberData(nameof(Folders))]
    public void Every_text_is_plain_English(string folder) =>
        Violations.AssertNone(Read(folder).Where(file => !TextRules.ListsIdentifiers(file.Path)).SelectMany(file =>
            Prose.Of(file.Path, file.Text) is { } prose ? WordList.Real.Violations(file.Path, prose) : []));

    [Fact]
    public void Few_files_of_the_product_are_very_small()
    {
        var files = Read("src").Where(file => file.Path.EndsWith(".cs", StringComparison.Ordinal));
        Violations.AssertNone(TextRules.Small(files, MostSmallFiles));
    }

    [Fact]
    public void Every_log_message_has_an_event_id_of_its_own()
    {
        var trees = Repository.Sources("src").Select(path => SourceProject.Parse(path, Repository.Read(path)));
        Violations.AssertNone(LogEventRules.Violations(trees));
    }

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
    [InlineData("1, LogLevel.Warning, \"a\"", "EventId = 2, Message = \"b\"")]
    [InlineData("1, LogLevel.Warning, \"a\"", "1, LogLevel.Error, \"b\"", "src/C.cs:1, src/C.cs:2: the event id 1 is used 2 times")]
    [InlineData("1, LogLevel.Warning, \"a\"", "EventId = 1, Message = \"b\"", "src/C.cs:1, src/C.cs:2: the event id 1 is used 2 times")]
    [InlineData("1, LogLevel.Warning, \"a\"", "LogLevel.Warning, \"b\"", "src/C.cs:2: the log message has no event id")]
    public void An_event_id_that_is_used_again_or_missing_is_reported(string one, string other, params string[] expected)
    {
        var text = $"class C {{ [LoggerMessage({one})] void A();\n[LoggerMessage({other})] void B(); }}";
        Assert.Equal(expected, LogEventRules.Violations([SourceProject.Parse("src/C.cs", text)]));
    }

    private static IEnumerable<(string Path, string Text)> Read(string folder) =>
        Repository.Texts(folder).Select(path => (path, Repository.Read(path)));
}
