namespace OAuth2Server.Host;

/// <summary>A type of authorization details as the setting <c>AuthorizationDetailsTypes</c> describes it.</summary>
internal sealed record DetailsTypeSettings
{
    /// <summary>The name of the list.</summary>
    internal const string List = "AuthorizationDetailsTypes";

    /// <summary>The settings with the permitted values of a common field, and the field (RFC 9396 §2.2).</summary>
    private static readonly (string Key, string Field)[] CommonFields =
        [("Actions", "actions"), ("Locations", "locations"), ("DataTypes", "datatypes")];

    public required string Type { get; init; }

    /// <summary>The text on the consent page, with the names of members in braces.</summary>
    public required string Consent { get; init; }

    public IReadOnlyList<DetailsMember> Members { get; init; } = [];

    internal static DetailsTypeSettings Read(SettingsSection section)
    {
        var settings = new DetailsTypeSettings
        {
            Type = section.RequiredText(nameof(Type)),
            Consent = section.RequiredText(nameof(Consent)),
            Members = [.. section.List(nameof(Members), ReadMember), .. CommonFields.SelectMany(field => ReadField(section, field))],
        };
        Check(section, settings);
        return settings;
    }

    private static DetailsMember ReadMember(SettingsSection member)
    {
        var read = new DetailsMember(
            member.RequiredText(nameof(DetailsMember.Name)),
            Enum.Parse<DetailsKind>(member.Choice(nameof(DetailsMember.Kind)) ?? nameof(DetailsKind.Text)),
            member.Flag(nameof(DetailsMember.Required)) == true,
            [.. member.Texts(nameof(DetailsMember.Values)).Select(value => value.Value)]);
        if (read is { Kind: DetailsKind.Flag, Values.Count: > 0 })
            member.Problem(nameof(DetailsMember.Values), "must not be set: a Flag is true or false.");
        return read;
    }

    // An object without the field would leave open what it permits.
    private static IEnumerable<DetailsMember> ReadField(SettingsSection section, (string Key, string Field) field) =>
        section.Texts(field.Key) is { Count: > 0 } values
            ? [new DetailsMember(field.Field, DetailsKind.Texts, true, [.. values.Select(value => value.Value)])]
            : [];

    private static void Check(SettingsSection section, DetailsTypeSettings settings)
    {
        if (settings.Type.Length > 0 && (!Scope.TryParse(settings.Type, out var name) || name.Count != 1))
            section.Problem(nameof(Type), $"'{settings.Type}' is no type: use visible ASCII without space, quote and backslash.");
        if (settings.Members.Any(member => member.Name == "type"))
            section.Problem(nameof(Members), "must not have type: each object has it.");
        foreach (var same in settings.Members.GroupBy(member => member.Name, StringComparer.Ordinal).Where(same => same.Count() > 1))
            section.Problem(nameof(Members), $"holds '{same.Key}' twice; Actions, Locations and DataTypes are members too.");
        foreach (var member in settings.Members.Where(member => !DeclaredDetailsType.Shows(settings.Consent, member.Name)))
            section.Problem(nameof(Consent), $"does not show {{{member.Name}}}: users would allow what they do not see.");
        foreach (var other in DeclaredDetailsType.Placeholders(settings.Consent).Where(other =>
            settings.Members.All(member => member.Name != other)))
            section.Problem(nameof(Consent), $"shows {{{other}}}, which is not in Members.");
    }
}

/// <summary>A member of the objects of a type.</summary>
/// <param name="Name">The name.</param>
/// <param name="Kind">What its value is.</param>
/// <param name="Required">Whether each object has it.</param>
/// <param name="Values">The values that it can have; empty means any of its kind.</param>
internal sealed record DetailsMember(string Name, DetailsKind Kind, bool Required, IReadOnlyList<string> Values);

/// <summary>The kind of a value.</summary>
internal enum DetailsKind
{
    /// <summary>A text.</summary>
    Text,

    /// <summary>A number.</summary>
    Number,

    /// <summary>True or false.</summary>
    Flag,

    /// <summary>A list of texts; it has at least one.</summary>
    Texts,
}
