namespace OAuth2Server;

/// <summary>What the client credentials grant needs (RFC 6749 §4.4).</summary>
public interface IClientCredentialsModel : IOAuthModel
{
    /// <summary>Returns the user for whom a client acts that requests a token on its own behalf.</summary>
    /// <param name="client">The authenticated, confidential client.</param>
    /// <param name="context">The request.</param>
    /// <param name="ct">Cancelled when the client disconnects.</param>
    /// <returns>
    /// The user of a service account, or <see cref="User.None"/> when the client acts for itself; null refuses (<c>invalid_grant</c>).
    /// </returns>
    ValueTask<User?> GetUserFromClientAsync(Client client, OAuthContext context, CancellationToken ct);
}
