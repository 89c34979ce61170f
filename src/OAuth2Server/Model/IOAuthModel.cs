namespace OAuth2Server;

/// <summary>What every grant needs from the application: its clients and a store for tokens.</summary>
/// <remarks>
/// It has <c>getClient</c> and <c>saveToken</c> of node-oauth2-server. Finding a client and verifying its secret are two functions,
/// because a public client has no secret and PKCE never replaces one. If the model throws, the answer is <c>server_error</c>.
/// </remarks>
public interface IOAuthModel
{
    /// <summary>Finds a client by its id.</summary>
    /// <param name="clientId">The id as the request contains it, not verified; compare it ordinally.</param>
    /// <param name="context">The request.</param>
    /// <param name="ct">Cancelled when the client disconnects.</param>
    /// <returns>The client; null when there is none or it is disabled (<c>invalid_client</c>).</returns>
    ValueTask<Client?> GetClientAsync(string clientId, OAuthContext context, CancellationToken ct);

    /// <summary>Verifies the secret of a confidential client.</summary>
    /// <param name="client">The record that <see cref="GetClientAsync"/> returned.</param>
    /// <param name="secret">The presented text. Compare <see cref="Secret.Hash"/> with a stored hash: equality takes constant time.</param>
    /// <param name="context">The request.</param>
    /// <param name="ct">Cancelled when the client disconnects.</param>
    /// <returns>False refuses (<c>invalid_client</c>).</returns>
    ValueTask<bool> VerifyClientSecretAsync(Client client, Secret secret, OAuthContext context, CancellationToken ct);

    /// <summary>Saves what one answer issues. The server sends the answer only after this function has returned.</summary>
    /// <param name="token">The access token and, if there is one, the refresh token: save both or throw.</param>
    /// <param name="context">The request.</param>
    /// <param name="ct">Cancelled when the client disconnects.</param>
    ValueTask SaveTokenAsync(Token token, OAuthContext context, CancellationToken ct);
}
