using System.Text;
using System.Text.RegularExpressions;

namespace OAuth2Server.Docs.Tests;

/// <summary>A row of docs/threat-model.md.</summary>
/// <param name="Document">The document of the catalogue, for instance <c>RFC 6819</c>.</param>
/// <param name="Id">The section or the requirement.</param>
/// <param name="Answer">What the server does, or why there is no test.</param>
/// <param name="Tests">Class and method of each test.</param>
internal sealed record Threat(string Document, string Id, string Answer, IReadOnlyList<string> Tests)
{
    /// <summary>The words that mark a reason.</summary>
    internal static readonly string[] Reasons = ["Not applicable", "Documented", "Yours", "Remains"];

    /// <summary>Whether the answer has a reason of this kind: the mark, and a sentence after it.</summary>
    internal bool Has(string reason) => Regex.IsMatch(Answer, $@"\*\*{reason}\*\*: [^*]{{10,}}");
}

/// <summary>Reads the tables of docs/threat-model.md, and writes the parts of the page that follow from the others.</summary>
internal static partial class Threats
{
    /// <summary>The rows, in the order of the page.</summary>
    internal static IReadOnlyList<Threat> In(string page)
    {
        List<Threat> rows = [];
        var document = "";
        foreach (var line in page.Split('\n'))
        {
            if (Heading().Match(line) is { Success: true } heading) document = heading.Groups[1].Value;
            else if (document.Length > 0 && Row().Match(line) is { Success: true } row)
                rows.Add(new(document, row.Groups["id"].Value, row.Groups["answer"].Value, [.. TestsOf(row.Groups["tests"].Value)]));
        }
        return rows;
    }

    /// <summary>What is wrong with the rows, as sentences.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="catalogue">The threats that need a row: document and id, in their order.</param>
    /// <param name="files">The file of each test, by class and method.</param>
    internal static IReadOnlyList<string> Problems(
        IReadOnlyList<Threat> rows, IReadOnlyList<(string Document, string Id)> catalogue, IReadOnlyDictionary<string, string> files) =>
    [
        .. catalogue.Except(rows.Select(row => (row.Document, row.Id))).Select(threat => $"{threat.Document} {threat.Id} has no row."),
        .. rows.Select(row => (row.Document, row.Id)).Except(catalogue)
            .Select(row => $"{row.Document} {row.Id} is no threat of the catalogue."),
        .. rows.GroupBy(row => (row.Document, row.Id)).Where(same => same.Count() > 1)
            .Select(same => $"{same.Key.Document} {same.Key.Id} has {same.Count()} rows."),
        .. rows.Where(row => row.Tests.Count == 0 && !Array.Exists(Threat.Reasons, row.Has))
            .Select(row => $"{row.Document} {row.Id} has neither a test nor a reason ({string.Join(", ", Threat.Reasons)})."),
        .. from row in rows
           from test in row.Tests
           where !files.ContainsKey(test)
           select $"{row.Document} {row.Id} names {test}, and there is no such test.",
    ];

    /// <summary>The page with a link at each test and a summary of its rows.</summary>
    internal static string Written(string page, IReadOnlyDictionary<string, string> files)
    {
        var linked = Row().Replace(page, row =>
        {
            var tests = TestsOf(row.Groups["tests"].Value)
                .Select(test => files.TryGetValue(test, out var file) ? $"[`{test}`](../{file})" : $"`{test}`");
            return $"{row.Value[..(row.Groups["tests"].Index - row.Index)]}{string.Join("<br>", tests)} |";
        });
        return SummaryPart().Replace(linked, _ => $"<!-- summary -->\n{Summary(In(linked))}<!-- /summary -->");
    }

    private static string Summary(IReadOnlyList<Threat> rows)
    {
        var table = new StringBuilder("| document | rows | with tests | not applicable | documented | yours | remains |\n");
        table.Append("| --- | --- | --- | --- | --- | --- | --- |\n");
        foreach (var of in rows.GroupBy(row => row.Document))
        {
            var counts = Threat.Reasons.Select(reason => of.Count(row => row.Has(reason)));
            table.Append($"| {of.Key} | {of.Count()} | {of.Count(row => row.Tests.Count > 0)} | {string.Join(" | ", counts)} |\n");
        }
        return table.ToString();
    }

    private static IEnumerable<string> TestsOf(string cell) => Name().Matches(cell).Select(match => match.Groups[1].Value);

    [GeneratedRegex(@"^## ((?:RFC \d+|ASVS V\d+)):")]
    private static partial Regex Heading();

    [GeneratedRegex(@"^\| (?<id>\d+(?:\.\d+)*) \| (?<threat>[^|]+) \| (?<answer>[^|]+) \| (?<tests>[^|]*)\|$", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex(@"`(\w+\.\w+)`")]
    private static partial Regex Name();

    [GeneratedRegex("<!-- summary -->\n.*?<!-- /summary -->", RegexOptions.Singleline)]
    private static partial Regex SummaryPart();
}
