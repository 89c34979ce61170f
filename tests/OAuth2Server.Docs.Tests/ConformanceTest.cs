using System.Reflection;
using System.Text.RegularExpressions;

namespace OAuth2Server.Docs.Tests;

/// <summary>A section of an RFC, by its number. Sections sort as in the document, appendices last.</summary>
internal sealed record Section(string Document, string Number) : IComparable<Section>
{
    /// <summary>Reads <c>RFC 6749 §4.1.3</c>.</summary>
    internal static Section Parse(string text) =>
        text.Split(" §") is [var document, var number] ? new(document, number) : throw new FormatException($"'{text}' names no section.");

    /// <summary>A text that sorts as the sections do.</summary>
    internal string Key => string.Join('.', Number.Split('.').Select(part => part.PadLeft(char.IsDigit(part[0]) ? 3 : 0, '0')));

    public int CompareTo(Section? other) => string.CompareOrdinal($"{Document} {Key}", $"{other?.Document} {other?.Key}");
}

/// <summary>A test with the sections that it enforces and the transports over which it runs.</summary>
internal sealed partial class ConformanceTest(
    Type type, MethodInfo method, IReadOnlyList<Section> sections, IReadOnlyList<string> transports)
{
    internal IReadOnlyList<Section> Sections => sections;

    internal IReadOnlyList<string> Transports => transports;

    internal string Class { get; } = type.Name.Split('`')[0];

    /// <summary>Sorts the tests of a class in the order of the source.</summary>
    internal int Position => method.MetadataToken;

    /// <summary>The name of the test as a sentence, with abbreviations in capital letters.</summary>
    internal string Requirement { get; } = Abbreviation().Replace(method.Name.Replace('_', ' '), match => Capitals(match.Value));

    /// <summary>The source file: its folder has the name of the namespace, below a folder with the name of the project.</summary>
    internal string File
    {
        get
        {
            var folders = type.Namespace!.Split(".Tests", 2);
            return $"tests/{folders[0]}.Tests{folders[1].Replace('.', '/')}/{Class}.cs";
        }
    }

    internal bool Enforces(string document) => SectionsOf(document).Any();

    internal IEnumerable<Section> SectionsOf(string document) => sections.Where(section => section.Document == document);

    /// <summary>A text that sorts as the sections of a document do.</summary>
    internal string Key(string document) => string.Join(' ', SectionsOf(document).Select(section => section.Key));

    private static string Capitals(string text) => text == "uris" ? "URIs" : text.ToUpperInvariant();

    [GeneratedRegex(@"\b(pkce|uris?|url|json|http|cors|html)\b")]
    private static partial Regex Abbreviation();
}
