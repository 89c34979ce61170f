namespace OAuth2Server;

/// <summary>What the password grant needs (RFC 6749 §4.3). RFC 9700 §2.4 forbids new uses: it is there for old clients on their way out.</summary>
public interface IPasswordModel : IOAuthModel
{
    /// <summary>Finds the user whom these credentials prove.</summary>
    /// <remarks>Do the same work for an unknown name as for a known one: hash a password either way, or the time tells which names exist.</remarks>
    /// <param name="username">As the client sent it.</param>
    /// <param name="password">As the client sent it; hand <see cref="Secret.Reveal"/> to your password hasher.</param>
    /// <param name="client">The authenticated client.</param>
    /// <param name="context">The request.</param>
    /// <param name="ct">Cancelled when the client hangs up.</param>
    /// <returns>The user; null refuses (<c>invalid_grant</c>).</returns>
    ValueTask<User?> GetUserAsync(string username, Secret password, Client client, OAuthContext context, CancellationToken ct);
}
