using System.Text.Json;

namespace OAuth2Server.Jwt;

/// <summary>Refuses the registration of a certificate name that no certificate can have (RFC 8705 §2.1.2): the client could never
/// authenticate with it. The members themselves are read by the server.</summary>
public sealed class CertificateMetadata : IClientMetadataPart
{
    /// <inheritdoc/>
    public Outcome<Client> Read(JsonElement metadata, Client client)
    {
        ArgumentNullException.ThrowIfNull(client);
        return client.TlsClientAuth is { } subject && ProblemOf(subject) is { } problem
            ? OAuthError.InvalidClientMetadata($"The name of the certificate {problem}")
            : client;
    }

    /// <inheritdoc/>
    public void Write(Client client, Utf8JsonWriter json)
    {
        // The server writes them.
    }

    /// <summary>Why no certificate can have a name.</summary>
    /// <param name="subject">The name.</param>
    /// <returns>The end of a sentence that starts with the name; null where a certificate can have it.</returns>
    public static string? ProblemOf(CertificateSubject subject)
    {
        ArgumentNullException.ThrowIfNull(subject);
        return CertificateNames.Problem(subject.Kind, subject.Value);
    }
}
