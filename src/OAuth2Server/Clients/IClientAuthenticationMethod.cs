namespace OAuth2Server;

/// <summary>One method of client authentication (RFC 6749 §2.3). The set of methods is replaceable.</summary>
public interface IClientAuthenticationMethod
{
    /// <summary>The registered name: <c>client_secret_basic</c>, <c>private_key_jwt</c> (RFC 7591 §2).</summary>
    string Name { get; }

    /// <summary>The algorithms of the signatures that it verifies, which the metadata lists beside the methods (RFC 8414 §2).</summary>
    /// <value>Default empty: a method without signatures.</value>
    IReadOnlyList<string> SigningAlgorithms => [];

    /// <summary>True when the request uses this method, successfully or not. A request that uses two methods is refused (RFC 6749
    /// §2.3).</summary>
    /// <param name="request">The request.</param>
    bool IsPresented(OAuthRequest request);

    /// <summary>True when the request uses this method because its client is registered for it, though nothing in the request is only for
    /// this method: a certificate of the connection (RFC 8705 §2). Called when the request presents no other method.</summary>
    /// <param name="context">The request.</param>
    /// <param name="ct">Cancelled when the client closes the connection.</param>
    /// <returns>Default false.</returns>
    ValueTask<bool> IsImpliedAsync(OAuthContext context, CancellationToken ct) => new(false);

    /// <summary>Verifies the proof. Called only when <see cref="IsPresented"/> or <see cref="IsImpliedAsync"/> is true;
    /// whether the client is registered for the method is
    /// checked afterwards.</summary>
    /// <param name="context">The request.</param>
    /// <param name="ct">Cancelled when the client closes the connection.</param>
    /// <returns>The client, or <c>invalid_client</c>.</returns>
    ValueTask<Outcome<Client>> AuthenticateAsync(OAuthContext context, CancellationToken ct);
}
