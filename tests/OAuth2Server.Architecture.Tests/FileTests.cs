using Microsoft.CodeAnalysis;

namespace OAuth2Server.Architecture.Tests;

public sealed class FileTests
{
    private static readonly Lazy<SyntaxTree[]> Sources = new(() => Trees("src"));

    private static readonly Lazy<SyntaxTree[]> Tests = new(() => Trees("tests"));

    [Fact]
    public void No_source_file_is_long() => Violations.AssertNone(Sources.Value.SelectMany(FileRules.Long));

    [Fact]
    public void No_method_is_long() => Violations.AssertNone(Sources.Value.SelectMany(FileRules.LongMethods));

    [Fact]
    public void A_public_type_has_a_file_of_its_own_that_is_named_after_it() =>
        Violations.AssertNone(Sources.Value.SelectMany(FileRules.MisnamedTypes));

    [Fact]
    public void No_type_has_a_vague_name() => Violations.AssertNone(Sources.Value.Concat(Tests.Value).SelectMany(FileRules.VagueNames));

    [Fact]
    public void No_code_reads_the_wall_clock_or_sleeps() =>
        Violations.AssertNone(Sources.Value.Concat(Tests.Value).SelectMany(FileRules.WallClockReads));

    [Theory]
    [InlineData(250, 0)]
    [InlineData(251, 1)]
    public void A_file_over_250_lines_is_reported(int lines, int violations) =>
        Assert.Equal(violations, FileRules.Long(Tree("Long.cs", string.Concat(Enumerable.Repeat("// one\n", lines)))).Count());

    [Theory]
    [InlineData("void M() {{\n{0} }}", 39, 0)]
    [InlineData("void M() {{\n{0} }}", 40, 1)]
    [InlineData("void M() {{\n // why\n\n {0} }}", 39, 0)]
    [InlineData("int P {{ get {{\n{0} return 1; }} }}", 40, 1)]
    [InlineData("C() {{\n{0} }}", 40, 1)]
    [InlineData("int[] M() => [\n{0} ];", 40, 1)]
    public void A_method_of_40_lines_of_code_is_reported(string member, int lines, int violations)
    {
        var line = member.Contains("=>", StringComparison.Ordinal) ? "1,\n" : "M();\n";
        var text = string.Format(null, member, string.Concat(Enumerable.Repeat(line, lines)));
        Assert.Equal(violations, FileRules.LongMethods(Tree("C.cs", $"class C {{ {text} }}")).Count());
    }

    [Fact]
    public void A_long_program_of_top_level_statements_is_reported() =>
        Assert.Single(FileRules.LongMethods(Tree("Program.cs", string.Concat(Enumerable.Repeat("Console.WriteLine();\n", 40)))));

    [Theory]
    [InlineData("Wrong.cs", "public class Right;", "src/Wrong.cs has the public type Right, after which it should be named")]
    [InlineData("One.cs", "public class One; public enum Two { None }", "src/One.cs has several public types: One, Two")]
    [InlineData("One.cs", "public delegate void Two();", "src/One.cs has the public type Two, after which it should be named")]
    [InlineData("Right.Part.cs", "public partial class Right { public class Nested; } internal class Other;")]
    [InlineData("Right.cs", "public class Right<T>; public class Right;")]
    [InlineData("Login.cshtml.cs", "public class LoginModel;")]
    public void A_public_type_in_another_types_file_is_reported(string file, string text, params string[] expected) =>
        Assert.Equal(expected, FileRules.MisnamedTypes(Tree(file, $"namespace N;\n{text}")));

    [Theory]
    [InlineData("class TokenManager;")]
    [InlineData("static class UriHelper;")]
    [InlineData("static class StringUtils;")]
    [InlineData("class Outer { record struct InnerUtil; }")]
    public void A_vague_name_is_reported(string text) => Assert.Single(FileRules.VagueNames(Tree("Vague.cs", text)));

    [Theory]
    [InlineData("DateTime.UtcNow", 1)]
    [InlineData("System.DateTimeOffset.Now.Year", 1)]
    [InlineData("Environment.TickCount64", 1)]
    [InlineData("Thread.Sleep(1)", 1)]
    [InlineData("\"DateTime.UtcNow\"", 0)]
    [InlineData("clock.GetUtcNow()", 0)]
    public void A_look_at_the_wall_clock_is_reported(string expression, int violations) =>
        Assert.Equal(violations, FileRules.WallClockReads(Tree("C.cs", $"class C {{ object M() => {expression}; }}")).Count());

    private static SyntaxTree Tree(string file, string text) => SourceProject.Parse($"src/{file}", text);

    private static SyntaxTree[] Trees(string folder)
    {
        var paths = Repository.Sources(folder).Where(path => !Repository.IsGenerated(path));
        return [.. paths.Select(path => SourceProject.Parse(path, Repository.Read(path)))];
    }
}
