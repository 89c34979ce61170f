using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace OAuth2Server.Host;

/// <summary>A type of authorization details that the configuration describes (RFC 9396 §2.1).</summary>
internal sealed partial class DeclaredDetailsType(DetailsTypeSettings settings) : AuthorizationDetailsType
{
    /// <summary>Longer than any name or number that a user reads on a page.</summary>
    private const int MaxText = 200;

    public override string Type => settings.Type;

    public override IReadOnlyCollection<string> Members { get; } = [.. settings.Members.Select(member => member.Name)];

    public override ValueTask<string?> ValidateAsync(
        AuthorizationDetail detail, Client client, OAuthContext context, CancellationToken ct) =>
        new(settings.Members.Select(member => Problem(detail, member)).FirstOrDefault(problem => problem is not null));

    // In one pass: a value that looks like a placeholder stays as it is.
    public override string Describe(AuthorizationDetail detail) =>
        Placeholder().Replace(settings.Consent, match => TextOf(detail.Json, match.Groups[1].Value));

    // A list may be a part of what was granted; every other member says the same.
    public override bool Permits(AuthorizationDetail granted, AuthorizationDetail requested) => settings.Members.All(member =>
        (granted.Json.TryGetProperty(member.Name, out var had), requested.Json.TryGetProperty(member.Name, out var asked)) switch
        {
            (false, false) => true,
            (true, true) when member.Kind == DetailsKind.Texts =>
                requested.Texts(member.Name).All(granted.Texts(member.Name).Contains),
            (true, true) => JsonElement.DeepEquals(had, asked),
            _ => false,
        });

    /// <summary>Whether a text for the consent page shows a member.</summary>
    internal static bool Shows(string consent, string member) => Placeholders(consent).Contains(member, StringComparer.Ordinal);

    /// <summary>The names in braces of a text for the consent page.</summary>
    internal static IEnumerable<string> Placeholders(string consent) =>
        Placeholder().Matches(consent).Select(match => match.Groups[1].Value);

    private string? Problem(AuthorizationDetail detail, DetailsMember member)
    {
        if (!detail.Json.TryGetProperty(member.Name, out var value))
            return member.Required ? $"An object of the type '{Type}' needs the member '{member.Name}'." : null;
        if (!IsOf(member.Kind, detail, member.Name, value))
            return $"The member '{member.Name}' of the type '{Type}' must be {KindOf(member.Kind)}.";
        string[] texts = TextsOf(detail.Json, member.Name);
        if (texts.Any(text => text.Length > MaxText || !IsShowable(text)))
            return $"The member '{member.Name}' of the type '{Type}' has a text of more than {MaxText} characters, or with control "
                + "characters.";
        return member.Values.Count == 0 || texts.All(member.Values.Contains)
            ? null
            : $"The member '{member.Name}' of the type '{Type}' has a value that is not permitted: use {string.Join(", ", member.Values)}.";
    }

    private static bool IsOf(DetailsKind kind, AuthorizationDetail detail, string member, JsonElement value) => kind switch
    {
        DetailsKind.Number => value.ValueKind == JsonValueKind.Number,
        DetailsKind.Flag => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        DetailsKind.Texts => !detail.Texts(member).IsEmpty,
        _ => value.ValueKind == JsonValueKind.String,
    };

    private static string KindOf(DetailsKind kind) => kind switch
    {
        DetailsKind.Number => "a number",
        DetailsKind.Flag => "true or false",
        DetailsKind.Texts => "a list of texts with at least one",
        _ => "a text",
    };

    // With other characters a text could show other words than it has, in another direction (Unicode UAX 9).
    private static bool IsShowable(string text) => text.EnumerateRunes().All(rune =>
        Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.Format
            or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator));

    private static string TextOf(JsonElement json, string member) =>
        json.TryGetProperty(member, out _) ? string.Join(", ", TextsOf(json, member)) : "(not given)";

    private static string[] TextsOf(JsonElement json, string member)
    {
        var value = json.GetProperty(member);
        return value.ValueKind switch
        {
            JsonValueKind.Array => [.. value.EnumerateArray().Select(item => item.GetString()!)],
            JsonValueKind.String => [value.GetString()!],
            JsonValueKind.True => ["yes"],
            JsonValueKind.False => ["no"],
            _ => [value.GetRawText()],
        };
    }

    [GeneratedRegex(@"\{([^{}]+)\}")]
    private static partial Regex Placeholder();
}
