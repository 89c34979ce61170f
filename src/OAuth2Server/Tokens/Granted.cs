using System.Collections.Immutable;

namespace OAuth2Server;

/// <summary>The result of a grant: for which user, for what scope, continuing which authorization, consuming which credential. The server
/// issues, consumes and saves.</summary>
public sealed class Granted
{
    /// <summary>The resource owner; null, or <see cref="OAuth2Server.User.None"/>, when the client acts for itself.</summary>
    public required User? User
    {
        get;
        init => field = value == User.None ? null : value;
    }

    /// <summary>The requested scope; null takes the default. The scope policy decides.</summary>
    public Scope? Scope { get; init; }

    /// <summary>The resources that the token is for, at most those that the request names; default: those that the request names (RFC
    /// 8707).</summary>
    public ImmutableArray<string>? Resources { get; init; }

    /// <summary>The authorization details that an authorization that starts here has; the request may name a part of them. Null: those
    /// that the request names (RFC 9396 §6).</summary>
    /// <value>What the grant checked itself, for instance those of an assertion. One that continues has those of
    /// <see cref="Continues"/>.</value>
    public AuthorizationDetails? AuthorizationDetails { get; init; }

    /// <summary>The authorization that this continues; null starts one.</summary>
    public Authorization? Continues { get; init; }

    /// <summary>The credential that is consumed, in the same step that saves the token; null for none.</summary>
    public Credential? Consumes { get; init; }

    /// <summary>The text of <see cref="Consumes"/> as the client presented it; null when the grant does not know it: then a repeated
    /// request gets no second answer.</summary>
    /// <remarks>The answer to a refresh is kept sealed under a key made of this text, which the store does not have.</remarks>
    public Secret? Presented { get; init; }

    /// <summary>Whether a refresh token may be issued too; it is issued if the client is registered for <c>refresh_token</c>.</summary>
    public bool WithRefreshToken { get; init; } = true;

    /// <summary>Additive data for the access token.</summary>
    public Properties Properties { get; init; } = Properties.Empty;

    /// <summary>Additive data for the authorization that this starts: how and when the user signed in.</summary>
    public Properties AuthorizationProperties { get; init; } = Properties.Empty;

    /// <summary>When the access token expires at the latest; null for the end of the authorization.</summary>
    internal DateTimeOffset? Until { get; init; }

    /// <summary>What is answered when the authorization that this continues was revoked; null for <c>invalid_grant</c>.</summary>
    internal OAuthError? IfRevoked { get; init; }

    /// <summary>Marks what the client presented as used, for a grant whose credential is not in the model; null for nothing to mark. It
    /// is called after every check and before the tokens are saved: what fails uses nothing up. It returns the refusal when another
    /// request used it first, otherwise null.</summary>
    public Func<CancellationToken, ValueTask<OAuthError?>>? UseAsync { get; init; }

    /// <summary>A token that is no access token and is the whole answer, which is not saved; null for an access token.</summary>
    public ExchangedToken? Exchanged { get; init; }

    /// <summary>An earlier answer that is repeated, byte for byte; nothing is issued.</summary>
    internal RepeatedAnswer? Repeats { get; init; }

    /// <summary>Continues the authorization of a credential and consumes it: the result of every grant that redeems something.</summary>
    /// <param name="credential">The credential.</param>
    /// <param name="presented">Its text, as the client presented it.</param>
    /// <param name="scope">The requested scope; null takes all that was granted.</param>
    public static Granted Continuing(Credential credential, Secret presented, Scope? scope = null) =>
        Continuing(credential, presented, scope, null);

    internal static Granted Continuing(Credential credential, Secret presented, Scope? scope, RepeatedAnswer? repeats)
    {
        ArgumentNullException.ThrowIfNull(credential);
        return new()
        {
            User = credential.Authorization.Subject is { } subject ? new(subject) : null,
            Scope = scope,
            Continues = credential.Authorization,
            Consumes = credential,
            Presented = presented,
            Repeats = repeats,
        };
    }
}
