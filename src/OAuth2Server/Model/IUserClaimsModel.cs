namespace OAuth2Server;

/// <summary>Optional: a model that has claims about its users: a name, an e-mail address, roles. Without it, clients get the subject
/// identifier only.</summary>
/// <remarks>OpenID Connect calls it at the UserInfo endpoint, and for an ID token that a request asked claims for.</remarks>
public interface IUserClaimsModel
{
    /// <summary>Finds claims of a user.</summary>
    /// <param name="subject">The user: <see cref="User.Id"/>.</param>
    /// <param name="names">The claims that the client may have. A claim that is not among them and is returned all the same is not
    /// sent.</param>
    /// <param name="client">The client that gets them.</param>
    /// <param name="context">The request.</param>
    /// <param name="ct">Cancelled when the client disconnects.</param>
    /// <returns>Those of the claims that the user has; null when there is no such user, or the user may not sign in.</returns>
    ValueTask<UserClaims?> GetUserClaimsAsync(
        string subject, IReadOnlyCollection<string> names, Client client, OAuthContext context, CancellationToken ct);
}
