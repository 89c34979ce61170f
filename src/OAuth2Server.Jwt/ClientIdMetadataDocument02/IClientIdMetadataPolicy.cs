using System.Text.Json;

namespace OAuth2Server.Jwt;

/// <summary>Optional: what your application decides about clients that describe themselves by a document.</summary>
public interface IClientIdMetadataPolicy
{
    /// <summary>Decides whether a document may be fetched. Called before each look-up, after the cheap checks.</summary>
    /// <param name="clientId">The client identifier, the address of the document.</param>
    /// <param name="context">The request that names it.</param>
    /// <param name="ct">Cancelled when the client closes the connection.</param>
    /// <returns>False makes the client unknown.</returns>
    ValueTask<bool> MayFetchAsync(Uri clientId, OAuthContext context, CancellationToken ct) => new(true);

    /// <summary>Decides whether a client may be used, and as what.</summary>
    /// <param name="client">The client that the document makes, within the options.</param>
    /// <param name="document">The document: one JSON object.</param>
    /// <param name="context">The request that names it.</param>
    /// <param name="ct">Cancelled when the client closes the connection.</param>
    /// <returns>The client to use, with the same id; null makes it unknown.</returns>
    ValueTask<Client?> ReviewAsync(Client client, JsonElement document, OAuthContext context, CancellationToken ct) => new(client);
}
