namespace OAuth2Server.AspNetCore;

/// <summary>Decides whether the user must sign in before the request can go on (OpenID Connect Core §3.1.2.3).</summary>
internal static class SignInDemand
{
    // For so long a sign-in is new, also where the request is opened again: the user reads a consent page meanwhile.
    private static readonly TimeSpan NewFor = TimeSpan.FromMinutes(10);

    /// <summary>What is done with a request.</summary>
    internal enum Answer
    {
        /// <summary>The sign-in is sufficient.</summary>
        GoOn,

        /// <summary>The sign-in page is shown.</summary>
        SignIn,

        /// <summary>The client gets an error: the user came back from the sign-in page, and it is still not sufficient.</summary>
        Refuse,
    }

    /// <summary>Decides about one request.</summary>
    /// <param name="request">The request.</param>
    /// <param name="signedIn">Who is signed in; null for no user.</param>
    /// <param name="ticket">That this request asked for a new sign-in before; null when it did not.</param>
    /// <param name="now">The time.</param>
    internal static Answer Of(AuthorizationRequest request, SignedIn? signedIn, SignInTicket? ticket, DateTimeOffset now)
    {
        if (signedIn is null) return Answer.SignIn;
        var (interaction, time) = (request.Interaction, signedIn.Authentication?.Time);
        var isNew = ticket?.IsFollowedBy(signedIn) == true;
        if (isNew && now - time > NewFor) (isNew, ticket) = (false, null);
        // Without a time the client could not see that max_age was obeyed (OpenID Connect Core §2).
        if (isNew && time is not null && interaction.MaxAge < NewFor) interaction = interaction with { MaxAge = NewFor };
        var isSufficient = !interaction.NeedsOtherSignIn(signedIn.User, signedIn.Authentication, now)
            && (isNew || !AsksForSignIn(interaction));
        // A sign-in page that sends a signed-in user back without a new sign-in would be shown without end.
        return isSufficient ? Answer.GoOn : ticket is null ? Answer.SignIn : Answer.Refuse;
    }

    /// <summary>Whether the request needs a sign-in that is newer than itself.</summary>
    internal static bool IsForNewSignIn(AuthorizationRequest request, SignedIn? signedIn) =>
        signedIn is not null || AsksForSignIn(request.Interaction)
        || request.Interaction is { MaxAge: not null } or { Accepts: not null } or { ContextClassIsEssential: true };

    /// <summary>The error for a request that is not asked about on a page, or not again.</summary>
    internal static OAuthError Refusal(AuthorizationRequest request, SignedIn? signedIn) =>
        signedIn is not null && request.Interaction.IsOtherClass(signedIn.Authentication)
            ? OAuthError.UnmetAuthenticationRequirements("The sign-in has none of the context classes that are needed.")
            : OAuthError.LoginRequired("The resource owner must sign in, and did not.");

    private static bool AsksForSignIn(RequestedInteraction interaction) =>
        interaction.SignIn || interaction.SelectAccount || interaction.CreateAccount;
}
