using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace OAuth2Server.Walks.Tests;

/// <summary>A walk as a list in CONTRIBUTING.md: each request, and below it one line per step, indented under its caller.</summary>
internal static partial class WalkText
{
    private const string Page = "CONTRIBUTING.md";

    /// <summary>The list of a walk in the page; null when the page has none.</summary>
    internal static string? InThePage(string name) =>
        Marked().Matches(Repository.Read(Page)).FirstOrDefault(match => match.Groups["name"].Value == name)?.Groups["list"].Value;

    /// <summary>The list of a walk. A step of an earlier request of the walk is not repeated.</summary>
    internal static string Of(IEnumerable<Walk> requests)
    {
        var text = new StringBuilder();
        HashSet<SourceMethod> listed = [];
        foreach (var walk in requests)
        {
            text.Append(CultureInfo.InvariantCulture, $"{walk.Request}: {walk.Files.Count()} files, {walk.Steps.Count()} methods\n");
            foreach (var step in walk.Steps.Where(step => listed.Add(step.Method)))
                text.Append(' ', 2 * (step.Depth + 1)).Append(step.Method).Append('\n');
        }
        return text.ToString();
    }

    /// <summary>The list of a walk with the marker that CONTRIBUTING.md has before it.</summary>
    internal static string Block(string name, IEnumerable<Walk> requests) => $"<!-- walk: {name} -->\n```text\n{Of(requests)}```\n";

    /// <summary>Every detail of the recording of a request, for a contributor who changes the walk.</summary>
    internal static string Details(Walk walk)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"\n## {walk.Name}: {walk.Request}\n\n");
        text.Append(CultureInfo.InvariantCulture, $"{walk.Files.Count()} files, {walk.Steps.Count()} methods\n");
        Append("By folder", walk.Steps.GroupBy(step => step.Method.Folder).Select(folder =>
            $"{folder.Key}: {folder.Select(step => step.Method.File).Distinct().Count()} files, {folder.Count()} methods"));
        Append("Steps", walk.Steps.Select(step =>
            $"{step.Method}, {step.Method.File}:{step.Method.Line}, called by {WalkRules.NameOf(step.Caller)} ({step.Site})"));
        Append("Calls up", WalkRules.CallsUp(walk));
        Append("Entered again", WalkRules.EntersAgain(walk));
        Append("Folders, and the methods outside that enter them", walk.Entries.Where(entry => entry.Caller?.Folder != entry.Method.Folder)
            .GroupBy(entry => entry.Method.Folder)
            .Select(folder => $"{folder.Key}: {string.Join(", ", folder.Select(entry => WalkRules.NameOf(entry.Caller)).Distinct())}"));
        Append("Objects made", walk.Made.Select(made => $"{made.Key}: {made.Value}"));
        return text.ToString();

        void Append(string title, IEnumerable<string> lines)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n{title}\n");
            foreach (var line in lines) text.Append(CultureInfo.InvariantCulture, $"- {line}\n");
        }
    }

    [GeneratedRegex(
        """^<!-- walk: (?<name>\S+) -->\n```text\n(?<list>.*?)^```$""",
        RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.ExplicitCapture)]
    private static partial Regex Marked();
}
