namespace OAuth2Server;

/// <summary>What every grant needs from the application: its clients, and a place for tokens.</summary>
/// <remarks>
/// <c>getClient</c> and <c>saveToken</c> of node-oauth2-server. Finding a client and verifying its secret are two things:
/// a public client has no secret, and PKCE never replaces one. A model that throws is answered as <c>server_error</c>.
/// </remarks>
public interface IOAuthModel
{
    /// <summary>Finds a client by its id.</summary>
    /// <param name="clientId">As the stranger sent it; compare ordinally.</param>
    /// <param name="context">The request.</param>
    /// <param name="ct">Cancelled when the client hangs up.</param>
    /// <returns>The client; null when there is none or it is disabled (<c>invalid_client</c>).</returns>
    ValueTask<Client?> GetClientAsync(string clientId, OAuthContext context, CancellationToken ct);

    /// <summary>Verifies the secret of a confidential client.</summary>
    /// <param name="client">What <see cref="GetClientAsync"/> gave.</param>
    /// <param name="secret">What was presented. Compare <see cref="Secret.Hash"/> with a stored hash: equality is constant-time.</param>
    /// <param name="context">The request.</param>
    /// <param name="ct">Cancelled when the client hangs up.</param>
    /// <returns>False refuses (<c>invalid_client</c>).</returns>
    ValueTask<bool> VerifyClientSecretAsync(Client client, Secret secret, OAuthContext context, CancellationToken ct);

    /// <summary>Saves what one answer issues. The answer is sent only after this has returned.</summary>
    /// <param name="token">The access token and, where there is one, the refresh token: save both or throw.</param>
    /// <param name="context">The request.</param>
    /// <param name="ct">Cancelled when the client hangs up.</param>
    ValueTask SaveTokenAsync(Token token, OAuthContext context, CancellationToken ct);
}
