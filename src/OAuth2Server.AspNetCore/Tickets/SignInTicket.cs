using System.Collections.Immutable;

namespace OAuth2Server.AspNetCore;

/// <summary>That a request asked for a new sign-in.</summary>
/// <param name="At">When.</param>
/// <param name="Before">The <see cref="SignInTickets.Mark"/> of the sign-in of that time; the empty text when no user was signed
/// in.</param>
/// <param name="ContextClasses">The context classes that the request prefers.</param>
internal sealed record SignInTicket(DateTimeOffset At, string Before, ImmutableArray<string> ContextClasses)
{
    /// <summary>Whether a user has signed in since.</summary>
    internal bool IsFollowedBy(SignedIn now) =>
        SignInTickets.Mark(now) != Before
        // The time of a sign-in is known in whole seconds.
        && (now.Authentication?.Time is not { } time || time.AddSeconds(1) > At);
}
