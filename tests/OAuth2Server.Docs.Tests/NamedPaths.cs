using System.Text.RegularExpressions;

namespace OAuth2Server.Docs.Tests;

/// <summary>The paths that CONTRIBUTING.md names in its tables and in its section about walks.</summary>
internal static partial class NamedPaths
{
    /// <summary>The output of a build, which a fresh clone does not have.</summary>
    private const string Built = "artifacts/";

    // A path is named from the root, from src or from the core.
    private static readonly string[] Bases = ["", "src/", "src/OAuth2Server/"];

    /// <summary>Returns one sentence for each path that does not exist.</summary>
    /// <param name="page">The Markdown.</param>
    /// <param name="exists">Every file and folder of the repository, from the root.</param>
    internal static IEnumerable<string> Missing(string page, IReadOnlyCollection<string> exists) =>
        from path in In(page).Distinct()
        let patterns = Bases.Select(below => Pattern(below + path)).ToArray()
        where !exists.Any(file => Array.Exists(patterns, pattern => pattern.IsMatch(file)))
        select $"CONTRIBUTING.md names {path}, which is neither below the root nor below {Bases[1]} nor below {Bases[2]}";

    /// <summary>The paths in code spans of tables and of the section about walks. Blocks of code are not read.</summary>
    internal static IEnumerable<string> In(string page)
    {
        var isWalk = false;
        foreach (var line in Block().Replace(page, "").Split('\n'))
        {
            if (line.StartsWith('#')) isWalk = line.Contains("walk", StringComparison.OrdinalIgnoreCase);
            if (!isWalk && !line.StartsWith('|')) continue;
            foreach (var code in Code().Matches(line).Select(match => match.Groups["first"].Value))
            {
                var path = code.StartsWith("./", StringComparison.Ordinal) ? code[2..] : code;
                if (Path().IsMatch(path) && !path.StartsWith(Built, StringComparison.Ordinal)) yield return path.TrimEnd('/');
            }
        }
    }

    // In a pattern ** stands for one or more folders and * for a part of one name; .cs may be left out.
    private static Regex Pattern(string path)
    {
        var folders = Regex.Escape(path).Replace(@"\*\*", ".+", StringComparison.Ordinal);
        return new($@"^{folders.Replace(@"\*", "[^/]*", StringComparison.Ordinal)}(\.cs)?\z");
    }

    [GeneratedRegex("^```.*?^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();

    [GeneratedRegex(@"`(?<first>[^`\s]+)[^`]*`")]
    private static partial Regex Code();

    // Names with slashes between them, or one name with the extension of a source file or document.
    [GeneratedRegex(@"^([\w.*-]+/)+[\w.*-]*$|^[\w.*-]+\.(cs|sh|md|csproj|cshtml|txt|sql)$")]
    private static partial Regex Path();
}
