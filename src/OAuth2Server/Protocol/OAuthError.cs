using System.Collections.Immutable;

namespace OAuth2Server;

/// <summary>One refusal: what the client is told, and what only the log may know.</summary>
/// <remarks>
/// The code is open, because extension grants bring their own (<c>authorization_pending</c>, <c>invalid_target</c>).
/// The common codes of RFC 6749 §5.2 and §4.1.2.1 and of RFC 6750 §3.1 have named constructors.
/// </remarks>
public sealed partial class OAuthError
{
    /// <summary>Makes an error with a code of your own.</summary>
    /// <param name="code">The <c>error</c> member, for instance <c>invalid_grant</c>.</param>
    /// <param name="description">The <c>error_description</c> member: one sentence for the client's developer, nothing secret. Characters that RFC 6749 §5.2 forbids are replaced by a space.</param>
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

    /// <summary>What only the log may know; null when the description says it all. Never put a secret here.</summary>
    public string? Detail { get; init; }

    /// <summary>The rule that was enforced, for the log: <c>RFC 6749 §4.1.3</c>.</summary>
    public string? Rule { get; init; }

    /// <summary>Response headers that belong to this error: a challenge, <c>Retry-After</c>, <c>Allow</c>.</summary>
    public ImmutableArray<KeyValuePair<string, string>> Headers { get; init; } = [];

    /// <summary>The authorization that was ended together with this refusal, and why; null for none.</summary>
    internal (string AuthorizationId, RevocationReason Reason)? Revoked { get; init; }

    /// <summary>True for what an operator should look at: the second use of a code, refresh token or device code, or another client's token, means that somebody else holds it, too many failures that somebody guesses.</summary>
    internal bool IsAlarming { get => field || Revoked is not null; init; }

    /// <summary>True for what a well-behaved client hears again and again: nobody need see it in the log.</summary>
    internal bool IsRoutine { get; init; }

    /// <summary>The same refusal with another status and a challenge (RFC 9110 §11.6.1).</summary>
    internal OAuthError WithChallenge(int status, string challenge) => new(Code, Description, status)
    {
        Detail = Detail,
        Rule = Rule,
        Revoked = Revoked,
        IsAlarming = IsAlarming,
        IsRoutine = IsRoutine,
        Headers = Headers.Add(new("WWW-Authenticate", challenge)),
    };

    /// <summary>The code and the description.</summary>
    public override string ToString() => $"{Code}: {Description}";
}
