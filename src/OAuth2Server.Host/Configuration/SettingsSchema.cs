using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace OAuth2Server.Host;

/// <summary>The JSON schema of a configuration file, for editors.</summary>
internal static partial class SettingsSchema
{
    private static readonly JsonSerializerOptions Readable = new(JsonSerializerOptions.Default)
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The schema as text.</summary>
    internal static string Text()
    {
        var properties = new JsonObject
        {
            ["$schema"] = new JsonObject { ["type"] = "string" },
            [HostSettings.Section] = ObjectOf(SettingsCatalogue.Server),
            ["Logging"] = new JsonObject { ["type"] = "object" },
            ["Kestrel"] = new JsonObject { ["type"] = "object" },
            ["Urls"] = new JsonObject { ["type"] = "string" },
            ["AllowedHosts"] = new JsonObject { ["type"] = "string" },
        };
        var schema = new JsonObject
        {
            ["$schema"] = "https://json-schema.org/draft/2020-12/schema",
            ["title"] = "Configuration of OAuth2Server.Host",
            ["type"] = "object",
            ["properties"] = properties,
            ["additionalProperties"] = false,
        };
        return schema.ToJsonString(Readable) + "\n";
    }

    /// <summary>An object with these settings and no other keys.</summary>
    internal static JsonObject ObjectOf(IReadOnlyList<SettingDefinition> members)
    {
        var schema = new JsonObject
        {
            ["type"] = "object",
            ["properties"] = new JsonObject(members.Select(member => KeyValuePair.Create(member.Key, (JsonNode?)SchemaOf(member)))),
            ["additionalProperties"] = false,
        };
        if (members.Any(member => member.IsRequired))
            schema["required"] = new JsonArray([.. members.Where(member => member.IsRequired).Select(member => (JsonNode)member.Key)]);
        return schema;
    }

    private static JsonObject SchemaOf(SettingDefinition setting)
    {
        var schema = setting.Schema();
        if (setting.Members.Count == 0)
            schema["description"] = Plain($"{setting.Meaning} Type: {setting.Type}. Default: {setting.Default}.");
        return schema;
    }

    // Editors show a description as it is: Markdown would be noise.
    private static string Plain(string markdown) => Link().Replace(markdown, "$1").Replace("`", "", StringComparison.Ordinal);

    [GeneratedRegex(@"\[([^\]]+)\]\([^)]+\)")]
    private static partial Regex Link();
}
