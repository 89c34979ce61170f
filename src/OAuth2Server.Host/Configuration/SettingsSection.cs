using System.Globalization;

namespace OAuth2Server.Host;

/// <summary>A text of the configuration, with its full key for messages.</summary>
internal readonly record struct Setting(string Key, string Value);

/// <summary>Reads one level of the configuration strictly: only keys of the catalogue, and no other key may be there.</summary>
internal sealed class SettingsSection(
    IConfigurationSection section, IReadOnlyList<SettingDefinition> definitions, List<string> problems)
{
    /// <summary>The text of a key; null when it is missing or empty.</summary>
    public string? Text(string key) => TextOf<TextDefinition>(key);

    /// <summary>The text of a key; when it is missing, empty, and a problem is added.</summary>
    public string RequiredText(string key)
    {
        var text = Text(key);
        if (IsMissing(key)) Problem(key, "is missing.");
        return text ?? "";
    }

    /// <summary>Whether a key has no value.</summary>
    public bool IsMissing(string key) => string.IsNullOrEmpty(section[key]) && !HasChildren(section.GetSection(key));

    /// <summary>Whether a flag is switched off by a value; a value of another kind of setting is not.</summary>
    public bool IsFalse(string key) => string.Equals(section[key], "false", StringComparison.OrdinalIgnoreCase);

    /// <summary>An https URL, or an http URL on loopback; null when it is missing. Another text is null too, and a problem is
    /// added.</summary>
    public Uri? Url(string key)
    {
        if (Text(key) is not { } text) return null;
        if (Uri.TryCreate(text, UriKind.Absolute, out var url) && text.All(c => c is > ' ' and <= '~')
            && (url.Scheme == Uri.UriSchemeHttps || (url.Scheme == Uri.UriSchemeHttp && url.IsLoopback))
            && url.Fragment.Length == 0 && url.UserInfo.Length == 0)
            return url;
        Problem(key, $"'{text}' is not an https URL without fragment and user name; http is possible on loopback.");
        return null;
    }

    /// <summary>True or false; null when it is missing.</summary>
    public bool? Flag(string key)
    {
        if (TextOf<FlagDefinition>(key) is not { } text) return null;
        if (bool.TryParse(text, out var value)) return value;
        Problem(key, $"must be true or false, not '{text}'.");
        return null;
    }

    /// <summary>One of a few words; null when it is missing. Another word is null too, and a problem is added.</summary>
    public string? Choice(string key) =>
        TextOf<ChoiceDefinition>(key) is { } text
            ? Known(Definition<ChoiceDefinition>(key).Choices, new($"{section.Path}:{key}", text))
            : null;

    /// <summary>A list of a few words; null when the key is missing. Another word is left out, and a problem is added.</summary>
    public IReadOnlyList<string>? OptionalChoices(string key)
    {
        var choices = Definition<ChoicesDefinition>(key).Choices;
        return section.GetSection(key).Exists() ? [.. TextsOf(key).Select(text => Known(choices, text)).OfType<string>()] : null;
    }

    /// <summary>The text of a JSON object, which the configuration has as one text or by its members; null when it is missing.</summary>
    public string? Json(string key)
    {
        var item = section.GetSection(Definition<JsonDefinition>(key).Key);
        return HasChildren(item) && string.IsNullOrEmpty(item.Value) ? ConfiguredJson.TextOf(item) : TextOf(item);
    }

    /// <summary>A format of access tokens; null when it is missing.</summary>
    public AccessTokenFormat? Format(string key) => Choice(key) is { } format ? Enum.Parse<AccessTokenFormat>(format) : null;

    /// <summary>A length of time within the bounds of its definition.</summary>
    /// <param name="key">The key.</param>
    /// <param name="missing">The value if the key is missing.</param>
    /// <returns>Null for <c>none</c>.</returns>
    public TimeSpan? Time(string key, TimeSpan? missing)
    {
        var definition = Definition<TimeDefinition>(key);
        if (TextOf<TimeDefinition>(key) is not { } text) return missing;
        if (definition.MayBeEndless && text == TimeDefinition.Endless) return null;
        if (!TimeText.TryParse(text, out var time))
            Problem(key, $"must be a whole number with a unit (s, m, h or d), such as 30s, 10m, 1h or 14d, not '{text}'.");
        else if (time < definition.Least || time > definition.Most)
            Problem(key, $"must be from {TimeText.Of(definition.Least)} to {TimeText.Of(definition.Most)}, not '{text}'.");
        return time;
    }

    /// <summary>A moment; null when it is missing.</summary>
    public DateTimeOffset? Moment(string key)
    {
        if (TextOf<MomentDefinition>(key) is not { } text) return null;
        // Without an offset it would depend on the clock of the machine.
        string[] forms = ["yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mmK"];
        var hasOffset = text.EndsWith('Z') || text.LastIndexOfAny(['+', '-']) > text.IndexOf('T', StringComparison.Ordinal);
        if (hasOffset && DateTimeOffset.TryParseExact(text, forms, CultureInfo.InvariantCulture, DateTimeStyles.None, out var moment))
            return moment;
        Problem(key, $"must be a date and a time with its offset from UTC, such as 2027-01-31T12:00:00Z, not '{text}'.");
        return null;
    }

    /// <summary>A list of texts; null when the key is missing.</summary>
    public IReadOnlyList<Setting>? OptionalTexts(string key) => section.GetSection(key).Exists() ? Texts(key) : null;

    /// <summary>A list of texts.</summary>
    public IReadOnlyList<Setting> Texts(string key) => TextsOf(Definition<TextsDefinition>(key).Key);

    /// <summary>A list of objects.</summary>
    public IReadOnlyList<T> List<T>(string key, Func<SettingsSection, T> read)
    {
        var definition = Definition<ListDefinition>(key);
        var list = new List<T>();
        foreach (var item in Items(key)) list.Add(ReadObject(item, definition, read));
        return list;
    }

    /// <summary>An object; a key in it that is not in the catalogue is a problem.</summary>
    public T Object<T>(string key, Func<SettingsSection, T> read) =>
        ReadObject(section.GetSection(key), Definition<GroupDefinition>(key), read);

    /// <summary>Adds a problem of a key.</summary>
    public void Problem(string key, string sentence) => problems.Add($"{section.Path}:{key} {sentence}");

    /// <summary>Adds a problem for each key that is not in the catalogue.</summary>
    public void RefuseOthers()
    {
        var known = definitions.Select(definition => definition.Key).ToList();
        foreach (var other in section.GetChildren().Where(child => !known.Contains(child.Key, StringComparer.OrdinalIgnoreCase)))
            problems.Add($"{other.Path} is not a setting. Known here: {string.Join(", ", known)}.");
    }

    private T Definition<T>(string key)
        where T : SettingDefinition =>
        definitions.OfType<T>().Single(definition => definition.Key == key);

    private T ReadObject<T>(IConfigurationSection item, SettingDefinition definition, Func<SettingsSection, T> read)
    {
        if (!string.IsNullOrEmpty(item.Value)) problems.Add($"{item.Path} must be an object.");
        var inner = new SettingsSection(item, definition.Members, problems);
        var value = read(inner);
        inner.RefuseOthers();
        return value;
    }

    private IEnumerable<IConfigurationSection> Items(string key)
    {
        var list = section.GetSection(key);
        if (!string.IsNullOrEmpty(list.Value) || list.GetChildren().Any(item => !ConfigurationLayer.IsIndex(item.Key)))
        {
            problems.Add($"{list.Path} must be a list.");
            return [];
        }
        return list.GetChildren();
    }

    private List<Setting> TextsOf(string key)
    {
        var texts = new List<Setting>();
        foreach (var item in Items(key))
        {
            if (TextOf(item) is { } text) texts.Add(new(item.Path, text));
            else if (!HasChildren(item)) problems.Add($"{item.Path} is empty.");
        }
        return texts;
    }

    private string? Known(IReadOnlyList<string> choices, Setting setting)
    {
        if (choices.FirstOrDefault(choice => choice.Equals(setting.Value, StringComparison.OrdinalIgnoreCase)) is { } known) return known;
        problems.Add($"{setting.Key} must be {string.Join(" or ", choices)}, not '{setting.Value}'.");
        return null;
    }

    private string? TextOf<T>(string key)
        where T : SettingDefinition =>
        TextOf(section.GetSection(Definition<T>(key).Key));

    private string? TextOf(IConfigurationSection item)
    {
        if (HasChildren(item)) problems.Add($"{item.Path} must be a single value.");
        return string.IsNullOrEmpty(item.Value) ? null : item.Value;
    }

    private static bool HasChildren(IConfigurationSection item) => item.GetChildren().Any();
}
