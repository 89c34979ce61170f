namespace OAuth2Server;

/// <summary>
/// Policy: <c>validateScope</c> of node-oauth2-server. The default gives the requested scope if the client is registered for all of it.
/// </summary>
/// <remarks>Register an implementation explicitly, or implement it on the model. An explicit registration is used first.</remarks>
public interface IScopeValidator
{
    /// <summary>Decides which scope is granted.</summary>
    /// <param name="user">The resource owner; null before sign-in and when the client acts for itself.</param>
    /// <param name="client">The client.</param>
    /// <param name="requested">The requested scope; null when the request has none (RFC 6749 §3.3).</param>
    /// <param name="context">The request.</param>
    /// <param name="ct">Cancelled when the client disconnects.</param>
    /// <returns>
    /// The scope to grant, which may be less or more than requested; an error refuses, usually <see cref="OAuthError.InvalidScope"/>.
    /// </returns>
    ValueTask<Outcome<Scope>> ValidateScopeAsync(User? user, Client client, Scope? requested, OAuthContext context, CancellationToken ct);

    /// <summary>Decides what remains of a scope that was granted earlier, when a code is redeemed or a token is refreshed.</summary>
    /// <param name="user">The resource owner; null when the client acts for itself.</param>
    /// <param name="client">The client as it is now.</param>
    /// <param name="granted">The scope that was granted.</param>
    /// <param name="context">The request.</param>
    /// <param name="ct">Cancelled when the client disconnects.</param>
    /// <returns>
    /// The remaining scope, or an error that refuses. The server never grants more than <paramref name="granted"/>.
    /// The default implementation calls <see cref="ValidateScopeAsync"/>.
    /// </returns>
    ValueTask<Outcome<Scope>> RevalidateScopeAsync(User? user, Client client, Scope granted, OAuthContext context, CancellationToken ct) =>
        ValidateScopeAsync(user, client, granted, context, ct);
}
