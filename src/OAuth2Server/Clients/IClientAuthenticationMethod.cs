namespace OAuth2Server;

/// <summary>One way for a client to prove who it is at the token endpoint (RFC 6749 §2.3). The set of them is replaceable.</summary>
public interface IClientAuthenticationMethod
{
    /// <summary>The registered name: <c>client_secret_basic</c>, <c>private_key_jwt</c> (RFC 7591 §2).</summary>
    string Name { get; }

    /// <summary>True when the request tries this method, successfully or not. Trying two methods is refused (RFC 6749 §2.3).</summary>
    bool IsPresented(OAuthRequest request);

    /// <summary>Verifies the proof. Asked only when <see cref="IsPresented"/> is true; whether the client is registered for the method is checked afterwards.</summary>
    /// <param name="context">The request.</param>
    /// <param name="ct">Cancelled when the client hangs up.</param>
    /// <returns>The client, or <c>invalid_client</c>.</returns>
    ValueTask<Outcome<Client>> AuthenticateAsync(OAuthContext context, CancellationToken ct);
}
