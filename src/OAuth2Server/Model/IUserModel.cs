namespace OAuth2Server;

/// <summary>
/// Optional: a model that can tell whether a user may still sign in. The server calls it each time a code is redeemed, a token is
/// refreshed or introspected, or an access token is used (<see cref="OAuth2ServerOptions.CheckClientAndUserOfTokens"/>).
/// </summary>
/// <remarks>
/// Without it, the authorization of a user who was disabled stays valid
/// until it is revoked (RFC 9700 §4.14.2 requires that refreshing stops).
/// </remarks>
public interface IUserModel
{
    /// <summary>Finds a user by the subject identifier of an authorization.</summary>
    /// <param name="subject"><see cref="User.Id"/>.</param>
    /// <param name="client">The authenticated client.</param>
    /// <param name="context">The request.</param>
    /// <param name="ct">Cancelled when the client disconnects.</param>
    /// <returns>The user; null when the user no longer exists or may not sign in (<c>invalid_grant</c>).</returns>
    ValueTask<User?> GetUserByIdAsync(string subject, Client client, OAuthContext context, CancellationToken ct);
}
