using System.Text.Json;

namespace OAuth2Server;

/// <summary>Members of a registration beside those of RFC 7591 §2, which another package or the application reads and writes.</summary>
public interface IClientMetadataPart
{
    /// <summary>Reads its members into a client. A member that is absent or null is removed from the client.</summary>
    /// <param name="metadata">The members of the request, one JSON object.</param>
    /// <param name="client">The client so far.</param>
    /// <returns>The client with its members, for instance in <see cref="Client.Properties"/>; or
    /// <see cref="OAuthError.InvalidClientMetadata"/>.</returns>
    Outcome<Client> Read(JsonElement metadata, Client client);

    /// <summary>Writes its members into the answer (RFC 7591 §3.2.1). Leave absent ones out.</summary>
    /// <param name="client">The client as it is registered.</param>
    /// <param name="json">The writer, inside of the object.</param>
    void Write(Client client, Utf8JsonWriter json);
}
