using System.Collections.Immutable;
using System.Xml.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace OAuth2Server.Architecture.Tests;

/// <summary>A project below src: its sources, and what its project file adds for the compiler.</summary>
internal sealed record SourceProject(string Name, ImmutableArray<string> References, ImmutableArray<SyntaxTree> Trees)
{
    private static readonly CSharpParseOptions ParseOptions =
        new(LanguageVersion.Latest, preprocessorSymbols: ["NET", "NET10_0", "NET10_0_OR_GREATER", "RELEASE"]);

    private static readonly string[] UsingsOfEverySdk =
    [
        "System", "System.Collections.Generic", "System.IO", "System.Linq", "System.Net.Http", "System.Threading", "System.Threading.Tasks",
    ];

    private static readonly string[] UsingsOfTheWebSdk =
    [
        "System.Net.Http.Json",
        "Microsoft.AspNetCore.Builder", "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Http", "Microsoft.AspNetCore.Routing",
        "Microsoft.Extensions.Configuration", "Microsoft.Extensions.DependencyInjection", "Microsoft.Extensions.Hosting",
        "Microsoft.Extensions.Logging",
    ];

    internal SourceProject With(string path, string text) => this with { Trees = Trees.Add(Parse(path, text)) };

    internal static SyntaxTree Parse(string path, string text) => CSharpSyntaxTree.ParseText(SourceText.From(text), ParseOptions, path);

    internal static SourceProject Read(string projectFile)
    {
        var name = Path.GetFileNameWithoutExtension(projectFile);
        var xml = XDocument.Parse(Repository.Read(projectFile));
        var trees = Repository.Sources($"src/{name}").Select(path => Parse(path, Repository.Read(path)));
        return new(name, [.. ProjectReferences(xml)], [.. trees, Generated(name, xml)]);
    }

    /// <summary>A project that does not exist, for the test of a rule: it references only the core.</summary>
    internal static SourceProject Imagined(string name) => new(name, ["OAuth2Server"], [Generated(name, XDocument.Parse("<Project/>"))]);

    private static IEnumerable<string> ProjectReferences(XDocument xml) =>
        Included(xml, "ProjectReference").Select(path => Path.GetFileNameWithoutExtension(path.Replace('\\', '/')));

    // The SDK generates this file into obj: implicit usings, and the assemblies that may use internal types.
    private static SyntaxTree Generated(string name, XDocument xml)
    {
        var isWeb = xml.Root?.Attribute("Sdk")?.Value.EndsWith(".Web", StringComparison.Ordinal) == true;
        var spaces = UsingsOfEverySdk.Concat(isWeb ? UsingsOfTheWebSdk : []).Concat(Included(xml, "Using"));
        var usings = spaces.Select(space => $"global using {space};");
        var friends = Included(xml, "InternalsVisibleTo")
            .Select(friend => $"[assembly: System.Runtime.CompilerServices.InternalsVisibleTo(\"{friend}\")]");
        return Parse($"{name}.Generated.cs", string.Join('\n', usings.Concat(friends)));
    }

    private static IEnumerable<string> Included(XDocument xml, string item) =>
        xml.Descendants(item).Select(element => element.Attribute("Include")?.Value).OfType<string>();
}
