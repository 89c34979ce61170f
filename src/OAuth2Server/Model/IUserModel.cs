namespace OAuth2Server;

/// <summary>Optional: a model that can tell whether a user may still sign in. It is asked whenever a code is redeemed or a token refreshed.</summary>
/// <remarks>Without it an authorization outlives the account until it is revoked (RFC 9700 §4.14.2 wants refreshing to stop).</remarks>
public interface IUserModel
{
    /// <summary>Finds a user by the subject identifier of an authorization.</summary>
    /// <param name="subject"><see cref="User.Id"/>.</param>
    /// <param name="client">The authenticated client.</param>
    /// <param name="context">The request.</param>
    /// <param name="ct">Cancelled when the client hangs up.</param>
    /// <returns>The user; null when there is none any more, or it may not sign in (<c>invalid_grant</c>).</returns>
    ValueTask<User?> GetUserByIdAsync(string subject, Client client, OAuthContext context, CancellationToken ct);
}
