using System.Text;
using System.Text.Json;

namespace OAuth2Server.Host;

/// <summary>Writes the report as text for people, as JSON, and as SARIF 2.1.0 for tools that collect findings.</summary>
internal static class ReportWriter
{
    private static readonly JsonWriterOptions Indented = new() { Indented = true };

    internal static string Write(string format, SecurityProfile profile, IReadOnlyList<ReportItem> items) => format switch
    {
        "json" => Json(json => WriteJson(json, profile, items)),
        "sarif" => Json(json => WriteSarif(json, items)),
        _ => Text(profile, items),
    };

    private static string Text(SecurityProfile profile, IReadOnlyList<ReportItem> items)
    {
        var text = new StringBuilder($"Profile {profile}: {Count(items, RuleSeverity.Error)} errors, "
            + $"{Count(items, RuleSeverity.Warning)} warnings, {Count(items, RuleSeverity.Information)} recommendations.\n");
        foreach (var item in items)
        {
            var section = item.Section is null ? "" : $", {item.Section}";
            text.Append($"{LevelOf(item.Severity)}: {item.Message} {item.Remedy} [{item.Id}{section}, {item.Key}]\n");
        }
        return text.ToString();
    }

    private static int Count(IReadOnlyList<ReportItem> items, RuleSeverity severity) => items.Count(item => item.Severity == severity);

    private static string Json(Action<Utf8JsonWriter> write)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, Indented)) write(json);
        return Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length) + "\n";
    }

    private static void WriteJson(Utf8JsonWriter json, SecurityProfile profile, IReadOnlyList<ReportItem> items)
    {
        json.WriteStartObject();
        json.WriteString("profile", profile.ToString());
        json.WriteStartArray("findings");
        foreach (var item in items)
        {
            json.WriteStartObject();
            json.WriteString("rule", item.Id);
            json.WriteString("severity", LevelOf(item.Severity));
            json.WriteString("key", item.Key);
            json.WriteString("message", item.Message);
            json.WriteString("remedy", item.Remedy);
            if (item.Section is not null) json.WriteString("section", item.Section);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteSarif(Utf8JsonWriter json, IReadOnlyList<ReportItem> items)
    {
        var rules = items.DistinctBy(item => item.Id).ToList();
        json.WriteStartObject();
        json.WriteString("$schema", "https://json.schemastore.org/sarif-2.1.0.json");
        json.WriteString("version", "2.1.0");
        json.WriteStartArray("runs");
        json.WriteStartObject();
        json.WriteStartObject("tool");
        json.WriteStartObject("driver");
        json.WriteString("name", "OAuth2Server");
        json.WriteStartArray("rules");
        foreach (var rule in rules) WriteRule(json, rule);
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteStartArray("results");
        foreach (var item in items) WriteResult(json, item, rules.FindIndex(rule => rule.Id == item.Id));
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteRule(Utf8JsonWriter json, ReportItem rule)
    {
        json.WriteStartObject();
        json.WriteString("id", rule.Id);
        WriteText(json, "shortDescription", ProfileRule.All.FirstOrDefault(known => known.Id == rule.Id)?.Title ?? rule.Id);
        WriteText(json, "help", rule.Section is null ? rule.Remedy : $"{rule.Remedy} ({rule.Section})");
        json.WriteStartObject("defaultConfiguration");
        json.WriteString("level", LevelOf(rule.Severity));
        json.WriteEndObject();
        json.WriteEndObject();
    }

    // A finding has no line of a file: settings come from several sources. The key of the configuration is its place.
    private static void WriteResult(Utf8JsonWriter json, ReportItem item, int rule)
    {
        json.WriteStartObject();
        json.WriteString("ruleId", item.Id);
        json.WriteNumber("ruleIndex", rule);
        json.WriteString("level", LevelOf(item.Severity));
        WriteText(json, "message", $"{item.Message} {item.Remedy}");
        json.WriteStartArray("locations");
        json.WriteStartObject();
        json.WriteStartArray("logicalLocations");
        json.WriteStartObject();
        json.WriteString("fullyQualifiedName", item.Key);
        json.WriteString("kind", "member");
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteText(Utf8JsonWriter json, string name, string text)
    {
        json.WriteStartObject(name);
        json.WriteString("text", text);
        json.WriteEndObject();
    }

    /// <summary>The levels of SARIF.</summary>
    private static string LevelOf(RuleSeverity severity) => severity switch
    {
        RuleSeverity.Error => "error",
        RuleSeverity.Warning => "warning",
        _ => "note",
    };
}
