using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using OAuth2Server.Jwt;

namespace OAuth2Server.OpenIdConnect;

/// <summary>Adds the ID token to a token response (OpenID Connect Core §3.1.3.3, §12.2): who signed in, when and how, for one
/// client.</summary>
/// <param name="keys">The keys that sign.</param>
/// <param name="model">Keeps the keys.</param>
/// <param name="options">The settings.</param>
/// <param name="users">Has the claims that a request asked for in the ID token; null for none.</param>
/// <param name="sessions">Keeps which clients signed a user in in a session, so that they are informed of its end; null for none.</param>
public sealed class IdTokenPart(
    SigningKeys keys, ISigningKeyModel model, OpenIdConnectOptions options, IUserClaimsModel? users = null,
    ISessionClientModel? sessions = null) : ITokenResponsePart
{
    /// <summary>The <c>typ</c> of ID tokens: no other JWT of this server has it.</summary>
    internal const string Type = "JWT";

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">The client is registered for an algorithm that the server does not sign with, or that
    /// its profile forbids; or it is pairwise without a host or a salt.</exception>
    public async ValueTask AddAsync(AccessTokenDraft token, Secret accessToken, OAuthContext context, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(token);
        ArgumentNullException.ThrowIfNull(context);
        if (!IsAskedFor(token, context)) return;
        var client = OpenIdClient.Of(token.Client);
        var algorithm = keys.AlgorithmFor(client.IdTokenSignedResponseAlg, SigningAlgorithm.RS256, token.Client.ProfileIn(context))
            ?? throw new InvalidOperationException(
                $"The profile of the client {token.Client.Id} does not allow the algorithm of its ID tokens (FAPI 2.0 Security Profile " +
                "§5.4.1): register ES256 or PS256, and have a signing key for it.");
        var content = new Content(
            token,
            SubjectIdentifiers.Of(token.Authorization.Subject!, token.Client, options),
            context.Now.ToUnixTimeSeconds(),
            (long)options.IdTokenLifetime.TotalSeconds,
            HashOf(accessToken.Reveal(), algorithm),
            await ClaimsAsync(token, context, ct));
        context.ResponseMembers.Add("id_token", await keys.SignAsync(
            model, algorithm, Type, options.IdTokenLifetime, content, static (json, content) => content.WriteTo(json), ct));
        await SaveSessionClientAsync(token, client, context, ct);
    }

    // Before the code is consumed: a client that has tokens is informed of the end of the session, also when this process stops now.
    private async ValueTask SaveSessionClientAsync(AccessTokenDraft token, OpenIdClient client, OAuthContext context, CancellationToken ct)
    {
        if (sessions is null || token.Consumes is not AuthorizationCode) return;
        var authorization = token.Authorization;
        if (UserAuthentication.In(authorization.Properties)?.SessionId is not { } sessionId) return;
        var isInformed = client.BackChannelLogoutUri is not null
            || (options.FrontChannelLogout && client.FrontChannelLogoutUri is not null);
        var endsAccess = options.EndAuthorizationsWithSession && !authorization.Scope.Contains(ScopeClaims.OfflineAccess);
        if (!isInformed && !endsAccess) return;
        await sessions.SaveSessionClientAsync(new()
        {
            SessionId = sessionId,
            Subject = authorization.Subject!,
            ClientId = authorization.ClientId,
            Issuer = authorization.Issuer,
        }, context.Now, ct);
    }

    // A refresh may ask for less scope (RFC 6749 §6). The scope of a resource says nothing about the ID token, which is for the client.
    private static bool IsAskedFor(AccessTokenDraft token, OAuthContext context) =>
        token.Authorization.Subject is not null
        && token.Consumes is not null
        && token.Authorization.Scope.Contains(ScopeClaims.OpenId)
        && (!context.Parameters.TryGetScope(out var requested) || requested is null || requested.Contains(ScopeClaims.OpenId));

    // The left half of the hash that belongs to the algorithm (OpenID Connect Core §3.1.3.6).
    private static string HashOf(string accessToken, string algorithm)
    {
        var hash = CryptographicOperations.HashData(SigningAlgorithm.HashOf(algorithm), Encoding.ASCII.GetBytes(accessToken));
        return Base64Url.EncodeToString(hash.AsSpan(0, hash.Length / 2));
    }

    private async ValueTask<Requested?> ClaimsAsync(AccessTokenDraft token, OAuthContext context, CancellationToken ct)
    {
        if (users is null || token.Consumes is not AuthorizationCode code) return null;
        if (code.Properties[AuthenticationRequestCheck.ClaimsProperty] is not { Length: > 0 } asked) return null;
        var allowed = ScopeClaims.Of(token.Authorization.Scope, options).Intersect(asked.Split(' '));
        if (allowed.IsEmpty) return null;
        var claims = await users.GetUserClaimsAsync(token.Authorization.Subject!, allowed, token.Client, context, ct);
        return claims is null ? null : new(claims, allowed.Contains);
    }

    private sealed record Requested(UserClaims Claims, Func<string, bool> Allows);

    private sealed record Content(
        AccessTokenDraft Token, string Subject, long Now, long Lifetime, string AccessTokenHash, Requested? Claims)
    {
        internal void WriteTo(Utf8JsonWriter json)
        {
            var authorization = Token.Authorization;
            json.WriteString("iss"u8, authorization.Issuer);
            json.WriteString("sub"u8, Subject);
            json.WriteString("aud"u8, authorization.ClientId);
            json.WriteNumber("exp"u8, Now + Lifetime);
            json.WriteNumber("iat"u8, Now);
            // Only what the client sent with this authentication: after a refresh there is none (§12.2).
            if ((Token.Consumes as AuthorizationCode)?.Properties[AuthenticationRequestCheck.NonceProperty] is { } nonce)
                json.WriteString("nonce"u8, nonce);
            var authentication = UserAuthentication.In(authorization.Properties);
            authentication?.WriteTo(json);
            if (authentication?.SessionId is { } session)
                json.WriteString("sid"u8, SubjectIdentifiers.OfSession(session, authorization.ClientId));
            json.WriteString("at_hash"u8, AccessTokenHash);
            Claims?.Claims.WriteTo(json, Claims.Allows);
        }
    }
}
