using System.Globalization;

namespace OAuth2Server;

/// <summary>Reads how strong and how new the sign-in must be: <c>acr_values</c> and <c>max_age</c>, with which a client answers the
/// challenge of a resource (RFC 9470 §4).</summary>
internal static class AuthenticationDemand
{
    private const string Rule = "RFC 9470 §4";

    /// <summary>More than any client lists; a request travels in a URL.</summary>
    private const int MaxClasses = 50;

    /// <summary>Adds the demand to what the request asks of the pages.</summary>
    /// <returns><c>invalid_request</c> for a <c>max_age</c> that is no number: to ignore it would give a token that the resource refuses
    /// again.</returns>
    internal static OAuthError? Read(AuthorizationDraft draft)
    {
        var (age, classes) = (draft.Context["max_age"], draft.Context["acr_values"]);
        if (age is null && classes is null) return null;
        var seconds = 0;
        if (age is not null && !int.TryParse(age, NumberStyles.None, CultureInfo.InvariantCulture, out seconds))
            return OAuthError.InvalidRequest("max_age must be a number of seconds, from 0 to 2147483647.", Rule);
        string[] values = classes?.Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? [];
        if (values.Length > MaxClasses) return OAuthError.InvalidRequest($"acr_values has more than {MaxClasses} values.", Rule);
        draft.Interaction = draft.Interaction with
        {
            MaxAge = age is null ? draft.Interaction.MaxAge : TimeSpan.FromSeconds(seconds),
            ContextClasses = [.. values],
            // A token of another class would be refused again by the resource that sent the challenge (§5).
            ContextClassIsEssential = values.Length > 0,
        };
        return null;
    }
}
