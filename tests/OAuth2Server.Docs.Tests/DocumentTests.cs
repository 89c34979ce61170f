using System.Text.RegularExpressions;

namespace OAuth2Server.Docs.Tests;

public sealed partial class DocumentTests
{
    private static readonly Type[] Policies =
        [typeof(IScopeValidator), typeof(IScopeVerifier), typeof(IRedirectUriPolicy), typeof(ITokenGenerator)];

    public static TheoryData<string> Documents => [.. Repository.Documents];

    public static TheoryData<string> ModelFunctions =>
    [
        .. typeof(IOAuthModel).Assembly.GetExportedTypes()
            .Where(type => type.IsInterface && (type.Name.EndsWith("Model", StringComparison.Ordinal) || Policies.Contains(type)))
            .SelectMany(type => type.GetMethods()).Select(method => method.Name).Distinct(),
    ];

    [Theory]
    [MemberData(nameof(Documents))]
    public void Every_snippet_is_code_that_is_compiled_or_run(string document)
    {
        foreach (var (source, code) in Snippets.In(Repository.Read(document)))
        {
            Assert.True(source is not null, $"{document} has code without <!-- snippet: path#region --> on the line before:\n{code}");
            Assert.True(Snippets.Region(source) == code, $"{document} differs from {source}. The file says:\n{Snippets.Region(source)}");
        }
    }

    [Theory]
    [MemberData(nameof(Documents))]
    public void Every_relative_link_has_a_target(string document)
    {
        var folder = Path.GetDirectoryName(Path.Combine(Repository.Root, document))!;
        foreach (var target in Link().Matches(Repository.Read(document)).Select(match => match.Groups[1].Value))
        {
            if (target.Contains("://", StringComparison.Ordinal) || target.StartsWith("mailto:", StringComparison.Ordinal)) continue;
            var (path, anchor) = target.Split('#') is [var file, var name] ? (file, name) : (target, null);
            var full = path.Length == 0 ? Path.Combine(Repository.Root, document) : Path.GetFullPath(Path.Combine(folder, path));
            Assert.True(Path.Exists(full), $"{document} links to {target}, which does not exist.");
            if (anchor is null) continue;
            Assert.True(Anchors(File.ReadAllText(full)).Contains(anchor), $"{document} links to {target}, which has no such heading.");
        }
    }

    [Theory]
    [MemberData(nameof(ModelFunctions))]
    public void Every_model_function_is_documented(string function) =>
        Assert.Contains($"`{function}`", Repository.Read("docs/model.md"), StringComparison.Ordinal);

    [Fact]
    public void Every_option_is_documented()
    {
        var pages = Repository.Read("docs/model.md") + Repository.Read("docs/aspnetcore.md") + Repository.Read("docs/security.md");
        foreach (var option in typeof(OAuth2ServerOptions).GetProperties())
        {
            var isExplained = pages.Contains($"`{option.Name}`", StringComparison.Ordinal);
            Assert.True(isExplained, $"No page explains OAuth2ServerOptions.{option.Name}.");
        }
    }

    private static HashSet<string> Anchors(string markdown)
    {
        var headings = Heading().Matches(markdown).Select(match => match.Groups[1].Value.Trim());
        return [.. headings.Select(heading => NotInAnchors().Replace(heading, "").ToLowerInvariant().Replace(' ', '-'))];
    }

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex("^#+ (.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex NotInAnchors();
}
