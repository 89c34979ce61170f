using System.Text.Json.Nodes;

namespace OAuth2Server.Host;

/// <summary>What one setting is. The reader, the table in docs/host.md and the JSON schema use the same definition.</summary>
/// <param name="Key">The key, without the keys above it.</param>
/// <param name="Meaning">The meaning in Markdown, as the table has it.</param>
internal abstract record SettingDefinition(string Key, string Meaning)
{
    /// <summary>The type in Markdown, as the table has it.</summary>
    public abstract string Type { get; }

    /// <summary>The default in Markdown, as the table has it; <c>required</c> if there is none.</summary>
    public string Default { get; init; } = "none";

    /// <summary>Whether the setting must be there, independent of the other settings.</summary>
    public bool IsRequired => Default == "required";

    /// <summary>The settings inside it; empty for a single value and for a list of texts.</summary>
    public virtual IReadOnlyList<SettingDefinition> Members => [];

    /// <summary>The type as JSON schema, without the meaning.</summary>
    public abstract JsonObject Schema();
}

/// <summary>A text.</summary>
internal sealed record TextDefinition(string Key, string Form, string Meaning) : SettingDefinition(Key, Meaning)
{
    public override string Type => Form;

    public override JsonObject Schema() => new() { ["type"] = "string" };
}

/// <summary>True or false.</summary>
internal sealed record FlagDefinition(string Key, string Meaning) : SettingDefinition(Key, Meaning)
{
    public override string Type => "true or false";

    public override JsonObject Schema() => new() { ["type"] = "boolean" };
}

/// <summary>One of a few words.</summary>
internal sealed record ChoiceDefinition(string Key, IReadOnlyList<string> Choices, string Meaning) : SettingDefinition(Key, Meaning)
{
    public override string Type => string.Join(", ", Choices.Select(choice => $"`{choice}`"));

    public override JsonObject Schema() => new() { ["enum"] = new JsonArray([.. Choices.Select(choice => (JsonNode)choice)]) };
}

/// <summary>A length of time between two bounds, such as <c>10m</c>.</summary>
internal sealed record TimeDefinition(string Key, TimeSpan Least, TimeSpan Most, string Meaning) : SettingDefinition(Key, Meaning)
{
    /// <summary>The word for a time without end.</summary>
    internal const string Endless = "none";

    /// <summary>Whether the value can be <see cref="Endless"/>.</summary>
    public bool MayBeEndless { get; init; }

    public override string Type =>
        $"[time](#times), {TimeText.Of(Least)} to {TimeText.Of(Most)}" + (MayBeEndless ? $", or `{Endless}`" : "");

    public override JsonObject Schema() => new()
    {
        ["type"] = "string",
        ["pattern"] = MayBeEndless ? $"^([0-9]+[smhd]|0|{Endless})$" : "^([0-9]+[smhd]|0)$",
    };
}

/// <summary>A moment, such as <c>2027-01-31T12:00:00Z</c>.</summary>
internal sealed record MomentDefinition(string Key, string Meaning) : SettingDefinition(Key, Meaning)
{
    public override string Type => "date and time with its offset from UTC";

    public override JsonObject Schema() => new() { ["type"] = "string", ["format"] = "date-time" };
}

/// <summary>A list of texts.</summary>
internal sealed record TextsDefinition(string Key, string Items, string Meaning) : SettingDefinition(Key, Meaning)
{
    public override string Type => $"list of {Items}";

    public override JsonObject Schema() => new() { ["type"] = "array", ["items"] = new JsonObject { ["type"] = "string" } };
}

/// <summary>A list of a few words.</summary>
internal sealed record ChoicesDefinition(string Key, IReadOnlyList<string> Choices, string Meaning) : SettingDefinition(Key, Meaning)
{
    public override string Type => $"list of {string.Join(", ", Choices.Select(choice => $"`{choice}`"))}";

    public override JsonObject Schema() => new()
    {
        ["type"] = "array",
        ["items"] = new JsonObject { ["enum"] = new JsonArray([.. Choices.Select(choice => (JsonNode)choice)]) },
        ["minItems"] = 1,
        ["uniqueItems"] = true,
    };
}

/// <summary>A JSON object, or the same JSON as one text.</summary>
internal sealed record JsonDefinition(string Key, string Meaning) : SettingDefinition(Key, Meaning)
{
    public override string Type => "JSON object, or the same JSON as text";

    public override JsonObject Schema() => new() { ["type"] = new JsonArray("object", "string") };
}

/// <summary>An object.</summary>
internal sealed record GroupDefinition(string Key, IReadOnlyList<SettingDefinition> Inner) : SettingDefinition(Key, "")
{
    public override string Type => "object";

    public override IReadOnlyList<SettingDefinition> Members => Inner;

    public override JsonObject Schema() => SettingsSchema.ObjectOf(Inner);
}

/// <summary>A list of objects.</summary>
internal sealed record ListDefinition(string Key, IReadOnlyList<SettingDefinition> Inner) : SettingDefinition(Key, "")
{
    public override string Type => "list of objects";

    public override IReadOnlyList<SettingDefinition> Members => Inner;

    public override JsonObject Schema() => new() { ["type"] = "array", ["items"] = SettingsSchema.ObjectOf(Inner) };
}
