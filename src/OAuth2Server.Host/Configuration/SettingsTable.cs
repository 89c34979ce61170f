namespace OAuth2Server.Host;

/// <summary>The table of settings in docs/host.md.</summary>
internal static class SettingsTable
{
    /// <summary>The table in Markdown.</summary>
    internal static string Text() =>
        "| key | type | default | meaning |\n| --- | --- | --- | --- |\n" + string.Concat(Rows("", SettingsCatalogue.Server));

    private static IEnumerable<string> Rows(string path, IEnumerable<SettingDefinition> settings) =>
        settings.SelectMany(setting => setting.Members.Count == 0
            ? [$"| `{path}{setting.Key}` | {setting.Type} | {setting.Default} | {setting.Meaning} |\n"]
            : Rows($"{path}{setting.Key}:{(setting is ListDefinition ? "N:" : "")}", setting.Members));
}
