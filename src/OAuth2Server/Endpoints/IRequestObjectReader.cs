namespace OAuth2Server;

/// <summary>Reads request objects: the parameters of an authorization request as a JWT that the client signed (RFC 9101). The package of
/// JSON Web Tokens has one.</summary>
public interface IRequestObjectReader
{
    /// <summary>The signature algorithms that it verifies (<c>request_object_signing_alg_values_supported</c>).</summary>
    IReadOnlyList<string> Algorithms { get; }

    /// <summary>Verifies a request object.</summary>
    /// <param name="requestObject">The value of the parameter <c>request</c>.</param>
    /// <param name="client">The client that the parameter <c>client_id</c> names.</param>
    /// <param name="context">The request.</param>
    /// <param name="ct">Cancelled when the client closes the connection.</param>
    /// <returns>The parameters in it, the only ones that count (§6.3); <c>invalid_request_object</c>.</returns>
    ValueTask<Outcome<RequestParameters>> ReadAsync(string requestObject, Client client, OAuthContext context, CancellationToken ct);
}
