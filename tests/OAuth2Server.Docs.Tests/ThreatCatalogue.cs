using System.Globalization;
using System.Text.RegularExpressions;

namespace OAuth2Server.Docs.Tests;

/// <summary>The threats that need a row in docs/threat-model.md, and the tests that a row can name.</summary>
internal static partial class ThreatCatalogue
{
    // 4.1:5 stands for 4.1.1 to 4.1.5.
    private const string Sections = """
        RFC 6819 = 4.1:5 4.2:4 4.3:5 4.4.1:13 4.4.2:6 4.4.3:6 4.4.4 4.5:4 4.6:7
        RFC 9700 = 2.1 2.1.1 2.1.2 2.2.1 2.2.2 2.3 2.4 2.5 2.6 4:17
        ASVS V6 = 6.1:3 6.2:12 6.3:8 6.4:6 6.5:8 6.6:4 6.7:2 6.8:4
        ASVS V7 = 7.1:3 7.2:4 7.3:2 7.4:5 7.5:3 7.6:2
        ASVS V10 = 10.1:2 10.2:3 10.3:5 10.4:16 10.5:5 10.6:2 10.7:3
        ASVS V13 = 13.1:4 13.2:6 13.3:4 13.4:7
        ASVS V16 = 16.1:1 16.2:5 16.3:4 16.4:3 16.5:4
        """;

    /// <summary>The threats, each as document and section or requirement, in the order of the documents.</summary>
    internal static IReadOnlyList<(string Document, string Id)> All { get; } =
    [
        .. from line in Sections.Split('\n')
           let sides = line.Split(" = ")
           from section in sides[1].Split(' ')
           from id in section.Split(':') is [var parent, var count]
               ? Enumerable.Range(1, int.Parse(count, CultureInfo.InvariantCulture)).Select(child => $"{parent}.{child}")
               : [section]
           select (sides[0], id),
    ];

    /// <summary>The file of each test of the repository, and of the contract of the models, by class and method.</summary>
    internal static IReadOnlyDictionary<string, string> Tests { get; } = Find();

    private static Dictionary<string, string> Find()
    {
        var files = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var file in Repository.FilesAndFolders.Where(IsTest).Order(StringComparer.Ordinal))
        {
            var type = Path.GetFileName(file).Split('.')[0];
            foreach (var method in Method().Matches(Repository.Read(file)).Select(match => match.Groups[1].Value))
                files.TryAdd($"{type}.{method}", file);
        }
        return files;
    }

    private static bool IsTest(string file) => file.EndsWith(".cs", StringComparison.Ordinal)
        && (file.StartsWith("tests/", StringComparison.Ordinal)
            || file.StartsWith("src/OAuth2Server.Testing/Contract/", StringComparison.Ordinal));

    // The attributes of the method, the first of them that of a test, and its name.
    [GeneratedRegex(
        @"^ {4}\[(?:Fact|Theory)\b(?:[^;{}""]|""(?:\\.|[^""\\\n])*"")*?\b(?:Task|ValueTask|void) (\w+)\(", RegexOptions.Multiline)]
    private static partial Regex Method();
}
