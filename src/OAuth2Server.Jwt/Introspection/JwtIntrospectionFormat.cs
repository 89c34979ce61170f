using System.Collections.Immutable;
using System.Text;

namespace OAuth2Server.Jwt;

/// <summary>Introspection answers that are signed JWTs (RFC 9701): a resource server can prove later what the authorization server
/// said.</summary>
/// <param name="keys">The keys that sign.</param>
/// <param name="model">Keeps the keys.</param>
/// <param name="environment">Has the settings of the resources.</param>
public sealed class JwtIntrospectionFormat(SigningKeys keys, ISigningKeyModel model, OAuthEnvironment environment) : IIntrospectionFormat
{
    /// <summary>The media type that a request asks for and an answer has (RFC 9701 §4, §5).</summary>
    public const string MediaType = "application/token-introspection+jwt";

    private const string Type = "token-introspection+jwt";

    private static readonly ImmutableArray<KeyValuePair<string, string>> Headers =
        [new("Content-Type", MediaType), new("Cache-Control", "no-store"), new("Pragma", "no-cache")];

    /// <inheritdoc/>
    public void Describe(ServerMetadata metadata)
    {
        ArgumentNullException.ThrowIfNull(metadata);
        metadata.AddAlgorithms("introspection_signing_alg_values_supported", keys.Algorithms);
    }

    /// <inheritdoc/>
    public bool AppliesTo(OAuthContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return AcceptHeader.Asks(context.Request.Header("Accept"), MediaType);
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">The client is registered for an algorithm that does not exist, or that its profile
    /// forbids.</exception>
    public async ValueTask<OAuthResponse> WriteAsync(
        ReadOnlyMemory<byte> answer, Client client, OAuthContext context, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(context);
        var signer = await keys.GetSignerAsync(model, AlgorithmFor(client, context), ct);
        return new(200, Headers, Encoding.ASCII.GetBytes(Write(answer, client, context, signer)));
    }

    // No exp and no sub beside these: the answer must not pass for an access token (RFC 9701 §5, §8.1).
    private static string Write(ReadOnlyMemory<byte> answer, Client client, OAuthContext context, JwtSigner signer)
    {
        var json = JwtText.Start();
        json.WriteString("iss"u8, context.Issuer);
        json.WriteString("aud"u8, client.Id);
        json.WriteNumber("iat"u8, context.Now.ToUnixTimeSeconds());
        json.WritePropertyName("token_introspection"u8);
        json.WriteRawValue(answer.Span, skipInputValidation: true);
        return JwtText.End(signer, Type);
    }

    private string AlgorithmFor(Client client, OAuthContext context)
    {
        var asked = client.IntrospectionSignedResponseAlg
            ?? environment.Options.Resources.FirstOrDefault(resource => resource.ClientId == client.Id)?.SigningAlgorithm;
        // "none" is a name that a registration could have, and that RFC 9701 §6 forbids.
        if (asked is not null && !SigningAlgorithm.All.Contains(asked, StringComparer.Ordinal))
            throw new InvalidOperationException(
                $"The client {client.Id} is registered for the algorithm '{asked}': write one of " +
                $"{string.Join(", ", SigningAlgorithm.All)}.");
        var usual = keys.Options.IntrospectionSigningAlgorithm
            ?? (keys.Algorithms.Contains(SigningAlgorithm.RS256) ? SigningAlgorithm.RS256 : keys.Algorithms[0]);
        return keys.AlgorithmFor(asked, usual, client.ProfileIn(context)) ?? throw new InvalidOperationException(
            $"The profile of the client {client.Id} does not allow {asked ?? usual} (FAPI 2.0 Security Profile §5.4.1): register " +
            "ES256 or PS256, and have a signing key for it.");
    }
}
