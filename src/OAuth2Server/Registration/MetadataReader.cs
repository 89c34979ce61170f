using System.Collections.Immutable;
using System.Text.Json;

namespace OAuth2Server;

/// <summary>Reads the members of a registration by their types (RFC 7591 §2). The first wrong one is the <see cref="Problem"/>.</summary>
/// <remarks>A member that is null or empty counts as absent: RFC 7592 §2.2 gives both this meaning.</remarks>
internal sealed class MetadataReader(JsonElement metadata)
{
    /// <summary>Longer than any address or name that a client has.</summary>
    private const int MaxLength = 2000;

    private const int MaxTexts = 32;

    /// <summary>What is wrong with the first wrong member; null as long as there is none.</summary>
    internal OAuthError? Problem { get; private set; }

    /// <summary>Keeps the first problem.</summary>
    internal void Refuse(OAuthError problem) => Problem ??= problem;

    /// <summary>Keeps the first problem, with the code for members that have no code of their own.</summary>
    internal void Refuse(string description) => Refuse(OAuthError.InvalidClientMetadata(description));

    internal string? Text(string name, int atMost = MaxLength)
    {
        if (Find(name) is not { } value) return null;
        if (value.ValueKind != JsonValueKind.String) Refuse($"{name} must be a text.");
        else if (value.GetString() is { Length: > 0 } text)
        {
            if (text.Length <= atMost) return text;
            Refuse($"{name} has more than {atMost} characters.");
        }
        return null;
    }

    /// <summary>A list of texts without repetitions; null when the member is absent.</summary>
    /// <param name="name">The member.</param>
    /// <param name="refusal">The error for a wrong list; null takes that of <see cref="Refuse(string)"/>.</param>
    internal ImmutableArray<string>? Texts(string name, Func<string, OAuthError>? refusal = null)
    {
        if (Find(name) is not { } value) return null;
        var problem = value.ValueKind != JsonValueKind.Array ? $"{name} must be a list of texts."
            : value.GetArrayLength() > MaxTexts ? $"{name} has more than {MaxTexts} values."
            : value.EnumerateArray().Any(item => item.ValueKind != JsonValueKind.String) ? $"{name} must be a list of texts."
            : value.EnumerateArray().Any(item => item.GetString()!.Length > MaxLength)
                ? $"{name} has a value of more than {MaxLength} characters."
            : null;
        if (problem is null) return [.. value.EnumerateArray().Select(item => item.GetString()!).Distinct(StringComparer.Ordinal)];
        Refuse((refusal ?? OAuthError.InvalidClientMetadata)(problem));
        return null;
    }

    internal bool Flag(string name)
    {
        if (Find(name) is not { } value) return false;
        if (value.ValueKind is JsonValueKind.True or JsonValueKind.False) return value.GetBoolean();
        Refuse($"{name} must be true or false.");
        return false;
    }

    /// <summary>An https address. Pages show it as a link, so that another scheme could run a script in them.</summary>
    internal string? Address(string name)
    {
        if (Text(name) is not { } text) return null;
        if (text.StartsWith("https://", StringComparison.Ordinal) && RedirectUri.Problem(text) is null) return text;
        Refuse($"{name} must be an https address without fragment.");
        return null;
    }

    /// <summary>An object; null when the member is absent.</summary>
    internal JsonElement? Object(string name)
    {
        if (Find(name) is not { } value) return null;
        if (value.ValueKind == JsonValueKind.Object) return value;
        Refuse($"{name} must be a JSON object.");
        return null;
    }

    private JsonElement? Find(string name) =>
        metadata.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;
}
