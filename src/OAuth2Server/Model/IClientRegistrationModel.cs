namespace OAuth2Server;

/// <summary>Optional: a model in which clients register themselves (RFC 7591) and manage their registration (RFC 7592). With it and
/// <see cref="ClientRegistrationOptions.Mode"/> the server has the endpoints below <c>/register</c>.</summary>
/// <remarks>A registered client is found by <see cref="IOAuthModel.GetClientAsync"/> as every other client, with its
/// <see cref="Client.UnusedUntil"/>. A store that prunes removes it when that time has come.</remarks>
public interface IClientRegistrationModel : IOAuthModel
{
    /// <summary>Saves a new registration, in one atomic step.</summary>
    /// <param name="registration">The registration; its client has a new random id.</param>
    /// <param name="context">The request.</param>
    /// <param name="ct">Cancelled when the client disconnects.</param>
    /// <exception cref="InvalidOperationException">Another client has the id.</exception>
    ValueTask SaveRegistrationAsync(ClientRegistration registration, OAuthContext context, CancellationToken ct);

    /// <summary>Finds the registration of a client.</summary>
    /// <param name="clientId">The id as the request contains it, not verified; compare it ordinally.</param>
    /// <param name="context">The request.</param>
    /// <param name="ct">Cancelled when the client disconnects.</param>
    /// <returns>The registration; null when there is none, when the operator disabled the client, and for a client that did not register
    /// itself. The server answers 401 (RFC 7592 §2.1).</returns>
    ValueTask<ClientRegistration?> GetRegistrationAsync(string clientId, OAuthContext context, CancellationToken ct);

    /// <summary>Replaces a registration, in one atomic step: the client, the hash of its secret, and the hash of its registration access
    /// token. <see cref="ClientRegistration.RegisteredAt"/> and the stored <see cref="Client.UnusedUntil"/> stay.</summary>
    /// <param name="registration">The new values, for the same client id.</param>
    /// <param name="accessToken">The hash of the registration access token that was presented.</param>
    /// <param name="context">The request.</param>
    /// <param name="ct">Cancelled when the client disconnects.</param>
    /// <returns>True when it was replaced; false when there is no registration with this id and this registration access token any more.
    /// Of two callers with the same one, only one gets true.</returns>
    ValueTask<bool> ReplaceRegistrationAsync(
        ClientRegistration registration, SecretHash accessToken, OAuthContext context, CancellationToken ct);

    /// <summary>Removes a registration and its client, in one atomic step. Its tokens are refused from now on, because their client does
    /// not exist.</summary>
    /// <param name="clientId">The client.</param>
    /// <param name="accessToken">The hash of the registration access token that was presented.</param>
    /// <param name="context">The request.</param>
    /// <param name="ct">Cancelled when the client disconnects.</param>
    /// <returns>True when it was removed; false when there is no registration with this id and this registration access token.</returns>
    ValueTask<bool> DeleteRegistrationAsync(string clientId, SecretHash accessToken, OAuthContext context, CancellationToken ct);

    /// <summary>Records that a registered client gets a token: clears its <see cref="Client.UnusedUntil"/>, so that it is not
    /// pruned. A client without such a time stays as it is.</summary>
    /// <param name="clientId">The client.</param>
    /// <param name="context">The request.</param>
    /// <param name="ct">Cancelled when the client disconnects.</param>
    ValueTask KeepRegistrationAsync(string clientId, OAuthContext context, CancellationToken ct);
}
