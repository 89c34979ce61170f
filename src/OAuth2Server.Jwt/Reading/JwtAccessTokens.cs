namespace OAuth2Server.Jwt;

/// <summary>Verifies JWT access tokens with the keys of the authorization server (RFC 9068 §4).</summary>
internal sealed class JwtAccessTokens(RemoteAuthorizationServerOptions options, RemoteDocuments documents)
{
    private const int MaxVerified = 10_000;

    // The same token comes with each request of its client; a signature costs more than all other checks.
    private readonly BoundedCache<Verified> _verified = new(MaxVerified);

    /// <summary>Whether the signature of a token was verified before.</summary>
    internal bool IsVerified(SecretHash hash) => _verified.TryGet(hash, out _);

    internal async ValueTask<Outcome<AccessToken>> ReadAsync(Secret token, SecretHash hash, DateTimeOffset now, CancellationToken ct)
    {
        if (_verified.TryGet(hash, out var verified))
        {
            if (await documents.KeysAsync(verified.KeyId, verified.Algorithm, ct) is not { } current) return Unavailable();
            // Other keys: the one that was used may have been taken out.
            if (current == verified.Keys) return verified.Token;
        }

        if (CompactJws.Read(token.Reveal(), AccessTokenClaims.Type).IsError(out var error, out var jws)) return error;
        if (await documents.KeysAsync(jws.KeyId, jws.Algorithm, ct) is not { } keys) return Unavailable();
        if (keys.Find(jws.KeyId, jws.Algorithm) is not { } key)
            return CompactJws.Refusal("RFC 7515 §4.1.4", "The issuer has no key with its kid and algorithm.");
        if (!jws.IsSignedBy(key)) return CompactJws.Refusal("RFC 9068 §4", "Its signature is wrong.");

        using var claims = jws.ReadPayload();
        if (claims is null) return CompactJws.Refusal("RFC 7519 §7.2", "Its payload is no JSON object, or has a member twice.");
        var outcome = AccessTokenClaims.Read(claims.RootElement, hash, options.Issuer, now, options.ClockSkew);
        if (!outcome.IsError(out _, out var read)) _verified.Set(hash, new(read, keys, jws.KeyId, jws.Algorithm));
        return outcome;
    }

    private OAuthError Unavailable() =>
        OAuthError.TemporarilyUnavailable("The token cannot be verified now.", documents.RetryAfter);

    private sealed record Verified(AccessToken Token, KeySet Keys, string? KeyId, string Algorithm);
}
