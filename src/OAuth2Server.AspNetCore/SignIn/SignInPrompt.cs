using System.Collections.Immutable;

namespace OAuth2Server.AspNetCore;

/// <summary>How the sign-in page should look for the authorization request that waits behind it. The texts come from the request: show them
/// as texts, and trust none.</summary>
public sealed record SignInPrompt
{
    internal const int MaxLoginHint = 256;
    internal const int MaxLocales = 10;

    internal static SignInPrompt None { get; } = new();

    /// <summary>Whether the user must sign in, also where a user is signed in already: show the form, and do not go on.</summary>
    public bool MustSignIn { get; init; }

    /// <summary>The name that the user would sign in with, as the client believes (<c>login_hint</c>); null for none.</summary>
    public string? LoginHint { get; init; }

    /// <summary>The client that sent the request; null for none. It is not verified.</summary>
    public string? ClientId { get; init; }

    /// <summary>Whether the user wants to choose an account (<c>prompt=select_account</c>).</summary>
    public bool SelectAccount { get; init; }

    /// <summary>The authentication context classes that the client prefers, the most preferred first: sign the user in with the first one
    /// that the page can reach.</summary>
    public ImmutableArray<string> ContextClasses { get; init; } = [];

    /// <summary>Whether the user wants a new account (<c>prompt=create</c>).</summary>
    public bool CreateAccount { get; init; }

    /// <summary>The languages that the user prefers, as the client believes, the most preferred first (<c>ui_locales</c>).</summary>
    public ImmutableArray<string> UiLocales { get; init; } = [];

    /// <summary>Whether a sign-in is needed: the hint names a user.</summary>
    public override string ToString() => $"SignInPrompt({(MustSignIn ? "must sign in" : "may go on")})";
}
