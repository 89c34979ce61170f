using System.Collections.Immutable;
using System.Text;
using System.Text.Json;

namespace OAuth2Server.OpenIdConnect;

/// <summary>The <c>claims</c> parameter of an authentication request (OpenID Connect Core §5.5).</summary>
internal sealed class ClaimsParameter
{
    /// <summary>A request travels in URLs, so that more does not arrive anyway.</summary>
    private const int MaxLength = 4096;
    private const int MaxDepth = 8;

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = MaxDepth };

    /// <summary>No claims were asked for.</summary>
    internal static ClaimsParameter None { get; } = new();

    /// <summary>The claims for the ID token.</summary>
    internal ImmutableArray<string> InIdToken { get; private init; } = [];

    /// <summary>The claims for the UserInfo endpoint.</summary>
    internal ImmutableArray<string> InUserInfo { get; private init; } = [];

    /// <summary>The one user that is asked for; null for any user.</summary>
    internal string? Subject { get; private init; }

    /// <summary>The context classes of which one is essential; empty where none is.</summary>
    internal ImmutableArray<string> EssentialContextClasses { get; private init; } = [];

    /// <summary>Reads it.</summary>
    /// <returns><c>invalid_request</c> when it is no object of the right shape.</returns>
    internal static Outcome<ClaimsParameter> Read(string? text)
    {
        if (text is null) return None;
        if (text.Length > MaxLength) return Wrong($"is longer than {MaxLength} characters");
        try
        {
            using var document = JsonDocument.Parse(Encoding.UTF8.GetBytes(text), Strict);
            return document.RootElement.ValueKind == JsonValueKind.Object ? Read(document.RootElement) : Wrong("is no JSON object");
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // An escaped half of a surrogate pair is no JSON error, but cannot be read.
            return Wrong("is no JSON, has two members of one name, or is too deep");
        }
    }

    private static Outcome<ClaimsParameter> Read(JsonElement claims)
    {
        if (Member(claims, "id_token").IsError(out var error, out var idToken)) return error;
        if (Member(claims, "userinfo").IsError(out error, out var userInfo)) return error;
        var subjects = new[] { idToken, userInfo }.SelectMany(requests => requests).Where(request => request.Name == "sub")
            .SelectMany(request => request.Values).Distinct(StringComparer.Ordinal).ToArray();
        if (subjects.Length > 1) return Wrong("asks for two different values of sub");
        return new ClaimsParameter
        {
            InIdToken = [.. idToken.Select(request => request.Name)],
            InUserInfo = [.. userInfo.Select(request => request.Name)],
            Subject = subjects.FirstOrDefault(),
            EssentialContextClasses = [.. idToken.Where(request => request is { Name: "acr", IsEssential: true })
                .SelectMany(request => request.Values)],
        };
    }

    private static Outcome<IReadOnlyList<ClaimRequest>> Member(JsonElement claims, string name)
    {
        if (!claims.TryGetProperty(name, out var member)) return Array.Empty<ClaimRequest>();
        if (member.ValueKind != JsonValueKind.Object) return Wrong($"has {name}, which is no JSON object");
        var requests = new List<ClaimRequest>();
        foreach (var claim in member.EnumerateObject())
        {
            if (ClaimRequest.Read(claim) is not { } request) return Wrong("asks for a claim with neither null nor an object");
            requests.Add(request);
        }
        return requests;
    }

    private static OAuthError Wrong(string what) =>
        OAuthError.InvalidRequest($"The parameter claims {what}.", "OpenID Connect Core §5.5");

    private sealed record ClaimRequest(string Name, bool IsEssential, ImmutableArray<string> Values)
    {
        internal static ClaimRequest? Read(JsonProperty claim)
        {
            if (claim.Value.ValueKind == JsonValueKind.Null) return new(claim.Name, false, []);
            if (claim.Value.ValueKind != JsonValueKind.Object) return null;
            var isEssential = false;
            if (claim.Value.TryGetProperty("essential", out var essential))
            {
                if (essential.ValueKind is not (JsonValueKind.True or JsonValueKind.False)) return null;
                isEssential = essential.GetBoolean();
            }
            ImmutableArray<string> values = [];
            if (claim.Value.TryGetProperty("values", out var list))
            {
                if (list.ValueKind != JsonValueKind.Array) return null;
                values = [.. list.EnumerateArray().Where(IsText).Select(value => value.GetString()!)];
            }
            if (claim.Value.TryGetProperty("value", out var one) && IsText(one)) values = values.Add(one.GetString()!);
            return new(claim.Name, isEssential, values);
        }

        private static bool IsText(JsonElement value) => value.ValueKind == JsonValueKind.String;
    }
}
