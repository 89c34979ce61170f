using System.Collections.Immutable;

namespace OAuth2Server;

/// <summary>One refusal: what the client is answered, and what is for the log only.</summary>
/// <remarks>
/// The code is open, because extensions have their own (<c>authorization_pending</c>, <c>invalid_target</c>).
/// The common codes of RFC 6749 §5.2 and §4.1.2.1 and of RFC 6750 §3.1 have named constructors.
/// </remarks>
public sealed partial class OAuthError
{
    /// <summary>Makes an error with a code of your own.</summary>
    /// <param name="code">The <c>error</c> member, for instance <c>invalid_grant</c>.</param>
    /// <param name="description">The <c>error_description</c> member: one sentence for the client's developer, nothing secret. Characters
    /// that RFC 6749 §5.2 forbids are replaced by a space.</param>
    /// <param name="status">The HTTP status where the error is answered directly; a redirected error has none.</param>
    public OAuthError(string code, string description, int status = 400)
    {
        Code = Grammar.DescriptionText(code);
        Description = Grammar.DescriptionText(description);
        Status = status;
    }

    /// <summary>The <c>error</c> member.</summary>
    public string Code { get; }

    /// <summary>The <c>error_description</c> member, in the characters that RFC 6749 §5.2 allows.</summary>
    public string Description { get; }

    /// <summary>The HTTP status where the error is answered directly.</summary>
    public int Status { get; }

    /// <summary>Text for the log only; null when the description is enough. Never put a secret here.</summary>
    public string? Detail { get; init; }

    /// <summary>The rule that was enforced, for the log: <c>RFC 6749 §4.1.3</c>.</summary>
    public string? Rule { get; init; }

    /// <summary>Response headers that belong to this error: a challenge, <c>Retry-After</c>, <c>Allow</c>.</summary>
    public ImmutableArray<KeyValuePair<string, string>> Headers { get; init; } = [];

    /// <summary>The same refusal with another status and a challenge (RFC 9110 §11.6.1).</summary>
    internal OAuthError WithChallenge(int status, string challenge) => new(Code, Description, status)
    {
        Detail = Detail,
        Rule = Rule,
        Headers = Headers.Add(new("WWW-Authenticate", challenge)),
    };

    /// <summary>The code and the description.</summary>
    public override string ToString() => $"{Code}: {Description}";
}
