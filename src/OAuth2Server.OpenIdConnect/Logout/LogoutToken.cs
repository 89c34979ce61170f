using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using OAuth2Server.Jwt;

namespace OAuth2Server.OpenIdConnect;

/// <summary>Writes logout tokens (OpenID Connect Back-Channel Logout 1.0 §2.4).</summary>
internal static class LogoutToken
{
    /// <summary>The <c>typ</c>, so that no ID token passes for one.</summary>
    internal const string Type = "logout+jwt";

    /// <summary>Two minutes are the most that the specification recommends: a client may keep the <c>jti</c> of each token as long as the
    /// token is valid.</summary>
    internal static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(2);

    private const string Event = "http://schemas.openid.net/event/backchannel-logout";

    /// <summary>A token for one client, new at each call: a token that was sent before would be expired, or refused as a
    /// repetition.</summary>
    /// <returns>The token; null where the profile of the client forbids the algorithm that it is registered for.</returns>
    internal static async ValueTask<string?> SignAsync(
        SigningKeys keys, ISigningKeyModel model, SessionClient ended, Client client, OAuthContext context, OpenIdConnectOptions options,
        CancellationToken ct)
    {
        var registered = OpenIdClient.Of(client).IdTokenSignedResponseAlg;
        if (keys.AlgorithmFor(registered, SigningAlgorithm.RS256, client.ProfileIn(context)) is not { } algorithm) return null;
        var id = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(16));
        var content = new Content(ended, SubjectIdentifiers.Of(ended.Subject, client, options), context.Now.ToUnixTimeSeconds(), id);
        return await keys.SignAsync(model, algorithm, Type, Lifetime, content, static (json, content) => content.WriteTo(json), ct);
    }

    private sealed record Content(SessionClient Ended, string Subject, long Now, string Id)
    {
        internal void WriteTo(Utf8JsonWriter json)
        {
            json.WriteString("iss"u8, Ended.Issuer);
            json.WriteString("sub"u8, Subject);
            json.WriteString("aud"u8, Ended.ClientId);
            json.WriteNumber("iat"u8, Now);
            json.WriteNumber("exp"u8, Now + (long)Lifetime.TotalSeconds);
            json.WriteString("jti"u8, Id);
            json.WriteString("sid"u8, SubjectIdentifiers.OfSession(Ended.SessionId, Ended.ClientId));
            json.WriteStartObject("events"u8);
            json.WriteStartObject(Event);
            json.WriteEndObject();
            json.WriteEndObject();
        }
    }
}
