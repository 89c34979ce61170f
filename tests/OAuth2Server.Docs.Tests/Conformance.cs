using System.Reflection;
using System.Text;
using Xunit.v3;

namespace OAuth2Server.Docs.Tests;

/// <summary>The page docs/conformance.md, made from the attributes of the tests: RFC, section, requirement, test.</summary>
internal static class Conformance
{
    private const string Head = """
        # Conformance

        Each table lists the tests of one section.
        The requirement is the name of the test in its class, with spaces for underscores.
        A test under several sections enforces them together.

        `eng/conformance.sh` makes this page from the attributes of the tests. A test fails when the page is stale.


        """;

    private const string OpenId = "OAuth2Server.OpenIdConnect.Tests";

    private const string OverHttp = "OAuth2Server.AspNetCore.Tests";

    // The first two contain the tests of the protocol: the first runs them in process, the second over HTTP.
    private static readonly string[] Suites = ["OAuth2Server.Tests", OverHttp, "OAuth2Server.Jwt.Tests", OpenId];

    /// <summary>The sections that tests name, each as document and number.</summary>
    internal static IEnumerable<(string Document, string Section)> Sections =>
        Tests().SelectMany(test => test.Sections).Select(section => (section.Document, section.Number)).Distinct();

    /// <summary>The whole page.</summary>
    internal static string Page()
    {
        var page = new StringBuilder(Head);
        var tests = Tests();
        var documents = tests.SelectMany(test => test.Sections).Select(section => section.Document).Distinct()
            .Order(StringComparer.Ordinal).ToList();

        page.Append("| RFC | title | tests |\n| --- | --- | --- |\n");
        foreach (var document in documents)
            page.Append($"| {document} | {RfcTitles.Of(document)} | {tests.Count(test => test.Enforces(document))} |\n");
        foreach (var document in documents) AppendDocument(page, document, [.. tests.Where(test => test.Enforces(document))]);
        return page.ToString();
    }

    private static void AppendDocument(StringBuilder page, string document, IReadOnlyList<ConformanceTest> tests)
    {
        page.Append($"\n## {$"{document}: {RfcTitles.Of(document)}".TrimEnd(' ', ':')}\n");
        var sections = tests.GroupBy(test => Heading(test, document));
        foreach (var group in sections.OrderBy(group => group.First().Key(document), StringComparer.Ordinal))
        {
            page.Append($"\n### {group.Key}\n\n| requirement | test | runs |\n| --- | --- | --- |\n");
            foreach (var test in group.OrderBy(test => test.Class, StringComparer.Ordinal).ThenBy(test => test.Position))
                page.Append($"| {test.Requirement} | [{test.Class}](../{test.File}) | {string.Join(", ", test.Transports)} |\n");
        }
    }

    private static string Heading(ConformanceTest test, string document)
    {
        var sections = test.SectionsOf(document).Select(section => $"§{section.Number} {RfcTitles.Of(document, section.Number)}");
        return string.Join(", ", sections.Select(section => section.TrimEnd()));
    }

    private static List<ConformanceTest> Tests()
    {
        var runs = from suite in Suites
                   from type in Assembly.Load(suite).GetTypes()
                   where type is { IsClass: true, IsAbstract: false }
                   from method in type.GetMethods(BindingFlags.Public | BindingFlags.Instance)
                   where method.IsDefined(typeof(FactAttribute))
                   let sections = SectionsOf(type, method)
                   where sections.Count > 0
                   let definition = Definition(method.DeclaringType!)
                   select (Type: definition, Method: method, Sections: sections, Transport: TransportOf(type, suite));
        return [.. from run in runs
                   group run by (run.Type.FullName, run.Method.Name) into same
                   let first = same.First()
                   select new ConformanceTest(first.Type, first.Method, first.Sections, [.. same.Select(run => run.Transport).Distinct()])];
    }

    // The attributes of the method count before those of the class.
    private static List<Section> SectionsOf(Type type, MethodInfo method) => Traits(method) is { Count: > 0 } own ? own : Traits(type);

    private static List<Section> Traits(MemberInfo member) =>
    [
        .. from attribute in member.GetCustomAttributes(inherit: true).OfType<ITraitAttribute>()
           from trait in attribute.GetTraits()
           where trait.Key == "RFC"
           let section = Section.Parse(trait.Value)
           orderby section
           select section,
    ];

    private static Type Definition(Type type) => type.IsGenericType ? type.GetGenericTypeDefinition() : type;

    private static string TransportOf(Type type, string suite)
    {
        for (var ancestor = type; ancestor is not null; ancestor = ancestor.BaseType)
        {
            if (ancestor.IsGenericType) return ancestor.GetGenericArguments()[0].Name == "OverHttp" ? "HTTP" : "in process";
        }
        return suite is OverHttp or OpenId ? "HTTP" : "in process";
    }
}
