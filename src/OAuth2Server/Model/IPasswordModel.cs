namespace OAuth2Server;

/// <summary>
/// What the password grant needs (RFC 6749 §4.3). RFC 9700 §2.4 says that
/// it must not be used: it is here only for old clients until they migrate.
/// </summary>
public interface IPasswordModel : IOAuthModel
{
    /// <summary>Finds the user with this name and password.</summary>
    /// <remarks>
    /// Hash the password for an unknown name too: otherwise an attacker can measure the time of the answer and find out which names exist.
    /// </remarks>
    /// <param name="username">The name as the client sent it.</param>
    /// <param name="password">The password as the client sent it; pass <see cref="Secret.Reveal"/> to a password hasher.</param>
    /// <param name="client">The authenticated client.</param>
    /// <param name="context">The request.</param>
    /// <param name="ct">Cancelled when the client disconnects.</param>
    /// <returns>The user; null refuses (<c>invalid_grant</c>).</returns>
    ValueTask<User?> GetUserAsync(string username, Secret password, Client client, OAuthContext context, CancellationToken ct);
}
