using System.Collections.Immutable;

namespace OAuth2Server;

/// <summary>What an authorization request asks of the pages that the resource owner sees: a new sign-in, a new consent, or no page at
/// all.</summary>
/// <remarks>A check of authorization requests (<see cref="IAuthorizationCheck"/>) sets it; the adapter that shows the pages obeys
/// it.</remarks>
public sealed record RequestedInteraction
{
    /// <summary>The request asks for nothing: a signed-in user and a remembered consent are enough.</summary>
    public static RequestedInteraction None { get; } = new();

    /// <summary>No page may be shown: where one is needed, the client gets <c>login_required</c>, <c>consent_required</c> or
    /// <c>interaction_required</c>.</summary>
    public bool WithoutPages { get; init; }

    /// <summary>The user must sign in again.</summary>
    public bool SignIn { get; init; }

    /// <summary>The user must choose an account, also where one is signed in.</summary>
    public bool SelectAccount { get; init; }

    /// <summary>The user wants a new account.</summary>
    public bool CreateAccount { get; init; }

    /// <summary>The consent page must be shown, also where a consent is remembered.</summary>
    public bool Consent { get; init; }

    /// <summary>The user must have signed in within this time; null for any time.</summary>
    public TimeSpan? MaxAge { get; init; }

    /// <summary>The authentication context classes that the client prefers, the most preferred first (<c>acr_values</c>).</summary>
    public ImmutableArray<string> ContextClasses { get; init; } = [];

    /// <summary>Whether a sign-in of none of <see cref="ContextClasses"/> is not sufficient
    /// (<c>unmet_authentication_requirements</c>).</summary>
    public bool ContextClassIsEssential { get; init; }

    /// <summary>The name that the user would sign in with, as the client believes; null when it sent none. Show it as a text that the user
    /// can change.</summary>
    public string? LoginHint { get; init; }

    /// <summary>Decides whether a user, named by the subject identifier, is the one that the request is for; null accepts every
    /// user.</summary>
    public Func<string, bool>? Accepts { get; init; }

    /// <summary>Whether a signed-in user must sign in again, because the sign-in is too old, of another class, or of another
    /// user.</summary>
    /// <param name="user">The signed-in user.</param>
    /// <param name="authentication">When and how the user signed in; null when it is not known, which is not sufficient for
    /// <see cref="MaxAge"/>.</param>
    /// <param name="now">The time, UTC.</param>
    public bool NeedsOtherSignIn(User user, UserAuthentication? authentication, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(user);
        if (Accepts is { } accepts && !accepts(user.Id)) return true;
        if (MaxAge is { } age && (authentication?.Time is not { } time || now - time > age)) return true;
        return IsOtherClass(authentication);
    }

    /// <summary>Whether an essential context class is missing.</summary>
    /// <param name="authentication">When and how the user signed in; null when it is not known.</param>
    public bool IsOtherClass(UserAuthentication? authentication) =>
        ContextClassIsEssential && !ContextClasses.Contains(authentication?.ContextClass ?? "", StringComparer.Ordinal);

    /// <summary>What is asked for, by the names of the parameters.</summary>
    public override string ToString() =>
        $"RequestedInteraction({(WithoutPages ? "none" : "")}{(SignIn ? " login" : "")}{(Consent ? " consent" : "")})";
}
