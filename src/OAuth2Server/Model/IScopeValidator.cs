namespace OAuth2Server;

/// <summary>Policy: node-oauth2-server's <c>validateScope</c>. The default gives what was asked for if the client is registered for all of it.</summary>
/// <remarks>Register one explicitly, or implement it on the model; an explicit registration wins.</remarks>
public interface IScopeValidator
{
    /// <summary>Decides which scope is given.</summary>
    /// <param name="user">The resource owner; null before sign-in and when the client acts for itself.</param>
    /// <param name="client">The client.</param>
    /// <param name="requested">What was asked for; null when the request named none (RFC 6749 §3.3).</param>
    /// <param name="context">The request.</param>
    /// <param name="ct">Cancelled when the client hangs up.</param>
    /// <returns>The scope to give, which may be less or more than asked; an error refuses, usually <see cref="OAuthError.InvalidScope"/>.</returns>
    ValueTask<Outcome<Scope>> ValidateScopeAsync(User? user, Client client, Scope? requested, OAuthContext context, CancellationToken ct);

    /// <summary>Decides what is left of a scope that was granted earlier, when its code is redeemed or its token refreshed.</summary>
    /// <param name="user">The resource owner; null when the client acts for itself.</param>
    /// <param name="client">The client as it is now.</param>
    /// <param name="granted">What was granted then.</param>
    /// <param name="context">The request.</param>
    /// <param name="ct">Cancelled when the client hangs up.</param>
    /// <returns>What is left. Unless you say otherwise it is asked of <see cref="ValidateScopeAsync"/>; never more than <paramref name="granted"/> is given.</returns>
    ValueTask<Outcome<Scope>> RevalidateScopeAsync(User? user, Client client, Scope granted, OAuthContext context, CancellationToken ct) =>
        ValidateScopeAsync(user, client, granted, context, ct);
}
