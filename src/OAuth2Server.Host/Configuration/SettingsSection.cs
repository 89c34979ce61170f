namespace OAuth2Server.Host;

/// <summary>A text of the configuration, with its full key for messages.</summary>
internal readonly record struct Setting(string Key, string Value);

/// <summary>Reads one level of the configuration strictly: a key that the reader does not ask for is a problem.</summary>
internal sealed class SettingsSection(IConfigurationSection section, List<string> problems)
{
    private readonly HashSet<string> _known = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The text of a key; null when it is missing or empty.</summary>
    public string? Text(string key) => TextOf(Known(key));

    /// <summary>The text of a key; when it is missing, empty, and a problem is added.</summary>
    public string RequiredText(string key)
    {
        var text = Text(key);
        if (text is null && !HasChildren(section.GetSection(key))) Problem(key, "is missing.");
        return text ?? "";
    }

    /// <summary>True or false; false when it is missing.</summary>
    public bool Flag(string key)
    {
        if (Text(key) is not { } text) return false;
        if (!bool.TryParse(text, out var value)) Problem(key, $"must be true or false, not '{text}'.");
        return value;
    }

    /// <summary>One of a few words; null when it is missing. Another word is null too, and a problem is added.</summary>
    public string? Choice(string key, params ReadOnlySpan<string> choices)
    {
        if (Text(key) is not { } text) return null;
        foreach (var choice in choices)
        {
            if (string.Equals(choice, text, StringComparison.OrdinalIgnoreCase)) return choice;
        }
        Problem(key, $"must be {string.Join(" or ", choices!)}, not '{text}'.");
        return null;
    }

    /// <summary>A list of texts.</summary>
    public IReadOnlyList<Setting> Texts(string key)
    {
        var texts = new List<Setting>();
        foreach (var item in Items(key))
        {
            if (TextOf(item) is { } text) texts.Add(new(item.Path, text));
            else if (!HasChildren(item)) problems.Add($"{item.Path} is empty.");
        }
        return texts;
    }

    /// <summary>A list of objects.</summary>
    public IReadOnlyList<T> List<T>(string key, Func<SettingsSection, T> read)
    {
        var list = new List<T>();
        foreach (var item in Items(key)) list.Add(ReadObject(item, read));
        return list;
    }

    /// <summary>An object; a key in it that is not read is a problem.</summary>
    public T Object<T>(string key, Func<SettingsSection, T> read) => ReadObject(Known(key), read);

    /// <summary>Adds a problem of a key.</summary>
    public void Problem(string key, string sentence) => problems.Add($"{section.Path}:{key} {sentence}");

    /// <summary>Adds a problem for each key that was not read.</summary>
    public void RefuseOthers()
    {
        foreach (var other in section.GetChildren().Where(child => !_known.Contains(child.Key)))
            problems.Add($"{other.Path} is not a setting. Known here: {string.Join(", ", _known)}.");
    }

    private IConfigurationSection Known(string key)
    {
        _known.Add(key);
        return section.GetSection(key);
    }

    private T ReadObject<T>(IConfigurationSection item, Func<SettingsSection, T> read)
    {
        if (!string.IsNullOrEmpty(item.Value)) problems.Add($"{item.Path} must be an object.");
        var inner = new SettingsSection(item, problems);
        var value = read(inner);
        inner.RefuseOthers();
        return value;
    }

    private IEnumerable<IConfigurationSection> Items(string key)
    {
        var list = Known(key);
        if (!string.IsNullOrEmpty(list.Value) || list.GetChildren().Any(item => !ConfigurationLayer.IsIndex(item.Key)))
        {
            problems.Add($"{list.Path} must be a list.");
            return [];
        }
        return list.GetChildren();
    }

    private string? TextOf(IConfigurationSection item)
    {
        if (HasChildren(item)) problems.Add($"{item.Path} must be a single value.");
        return string.IsNullOrEmpty(item.Value) ? null : item.Value;
    }

    private static bool HasChildren(IConfigurationSection item) => item.GetChildren().Any();
}
