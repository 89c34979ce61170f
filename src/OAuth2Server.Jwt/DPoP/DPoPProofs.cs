using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace OAuth2Server.Jwt;

/// <summary>Verifies DPoP proofs: signed texts that show that the sender of a request has a key (RFC 9449 §4.3).</summary>
/// <remarks>Thread-safe; make one for the application.</remarks>
public sealed class DPoPProofs
{
    /// <summary>For how long a nonce is accepted.</summary>
    internal static readonly TimeSpan NonceLifetime = TimeSpan.FromMinutes(5);

    /// <summary>The header of the proof.</summary>
    internal const string Header = "DPoP";

    /// <summary>The header of answers that carries a nonce.</summary>
    internal const string NonceHeader = "DPoP-Nonce";

    private const string Type = "dpop+jwt";
    private const string Rule = "RFC 9449 §4.3";
    private const int MaxLength = 8 * 1024;
    private const int MaxKeys = 2000;

    // How far the clocks of two nodes may differ: a used proof is remembered so much longer.
    private static readonly TimeSpan NodeSkew = TimeSpan.FromSeconds(10);

    private readonly DPoPOptions _options;
    private readonly IDPoPNonces _nonces;

    // By the text of the header, which is the same in all proofs of one key: to import a key costs more than the rest of the reading. Only
    // keys that verified a signature are kept.
    private readonly BoundedCache<ProofKey> _keys = new(MaxKeys);

    /// <summary>Makes it.</summary>
    /// <param name="options">The settings; do not change them afterwards.</param>
    /// <param name="nonces">Makes nonces; null makes them with a random key of this process.</param>
    /// <exception cref="ArgumentException">A setting is wrong; the message says which and why.</exception>
    public DPoPProofs(DPoPOptions options, IDPoPNonces? nonces = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.Validate().ToArray() is { Length: > 0 } problems)
            throw new ArgumentException("The options of DPoP are wrong. " + string.Join(' ', problems));
        (_options, _nonces) = (options, nonces ?? new DPoPNonces());
        Algorithms = [.. options.Algorithms.Distinct(StringComparer.Ordinal)];
    }

    /// <summary>The signature algorithms of proofs (<c>dpop_signing_alg_values_supported</c>).</summary>
    public IReadOnlyList<string> Algorithms { get; }

    /// <summary>Whether DPoP is required.</summary>
    internal bool IsRequired => _options.RequireProof;

    /// <summary>Whether a request has a proof, or something in its place.</summary>
    internal static bool IsSent(OAuthRequest request) => request.Header(Header).Count > 0;

    /// <summary>Verifies the proof of a request.</summary>
    /// <param name="call">The request.</param>
    /// <param name="replays">Remembers the proofs that were used.</param>
    /// <param name="ct">Stops the work.</param>
    /// <returns>The thumbprint of the key; <c>invalid_dpop_proof</c>, <c>use_dpop_nonce</c>.</returns>
    internal async ValueTask<Outcome<string>> VerifyAsync(ProofCall call, IReplayModel replays, CancellationToken ct)
    {
        var context = call.Context;
        if (Read(call, out var key, out var claims) is { } problem) return problem;
        if (claims!.Method != context.Request.Method) return Refuse(call, Rule, "Its htm is not the method of the request.");
        if (!ProofAddress.AreSame(claims.Address, call.Address)) return Refuse(call, Rule, $"Its htu is not {call.Address}.");
        if (CheckTime(call, claims) is { } notNow) return notNow;
        if (call.AccessToken is { } token && !IsHashOf(token, claims.TokenHash))
            return Refuse(call, Rule, "Its ath is missing or is the hash of another access token.");

        // After the signature: without it, any party could fill the memory, or use up the proof of a client.
        var until = context.Now + (claims.Nonce is null ? _options.ProofLifetime * 2 : NonceLifetime) + NodeSkew;
        var proof = SecretHash.Of($"dpop {key!.Thumbprint}\n{claims.Id}\n{ProofAddress.Normal(claims.Address)}");
        return await replays.UseOnceAsync(proof, context.Now, until, ct)
            ? key.Thumbprint
            : Refuse(call, "RFC 9449 §11.1", "It was used before.");
    }

    private OAuthError? Read(ProofCall call, out ProofKey? key, out ProofClaims? claims)
    {
        (key, claims) = (null, null);
        if (call.Context.Request.Header(Header) is not [{ Length: > 0 and <= MaxLength } text])
            return Refuse(call, Rule, "It is not exactly one header of at most 8 kB.");
        if (CompactJws.Read(text, Type).IsError(out var error, out var jws))
            return Refuse(call, error.Rule ?? Rule, error.Detail ?? "It cannot be read.");
        if (!Algorithms.Contains(jws.Algorithm)) return Refuse(call, Rule, "Its algorithm is not accepted.");

        var header = SecretHash.Of(text.AsSpan(0, text.IndexOf('.', StringComparison.Ordinal)));
        var isKnown = _keys.TryGet(header, out key);
        if (!isKnown && FindKey(jws, out key) is { } noKey) return Refuse(call, Rule, noKey);
        if (!jws.IsSignedBy(key!.Key)) return Refuse(call, Rule, "Its signature is wrong, or its key is for another algorithm.");
        if (!isKnown) _keys.Set(header, key);

        using var payload = jws.ReadPayload();
        if (payload is null) return Refuse(call, "RFC 7519 §7.2", "Its payload is no JSON object, or has a member twice.");
        return ProofClaims.Problem(payload.RootElement, call.Context.Now, out claims) is { } problem ? Refuse(call, Rule, problem) : null;
    }

    private static string? FindKey(CompactJws jws, out ProofKey? key)
    {
        using var header = jws.ReadHeader();
        return ProofKey.Problem(header.RootElement, out key);
    }

    // A nonce tells when the proof was made at the earliest, by the clock of the server: then the clock of the client does not count.
    private OAuthError? CheckTime(ProofCall call, ProofClaims claims)
    {
        var now = call.Context.Now;
        // Before the nonce: the limit of a profile is one for each message of a client.
        var skew = claims.IssuedAt - now;
        if (skew > call.Profile.LimitClockSkew(skew)) return RefuseTime(call, "FAPI 2.0 Security Profile §5.3.2.1", skew);
        if (claims.Nonce is { } nonce)
        {
            var isValid = _nonces.TimeOf(nonce) is { } made && made <= now + NodeSkew && now - made <= NonceLifetime;
            if (!isValid) return NeedsNonce(call, "Its nonce is not one of this server, or is too old.");
            OfferNonce(call, nonce);
            return null;
        }
        if (_options.RequireNonce) return NeedsNonce(call, "It has no nonce.");
        return skew.Duration() <= _options.ProofLifetime ? null : RefuseTime(call, "RFC 9449 §11.1", skew);
    }

    private static OAuthError RefuseTime(ProofCall call, string rule, TimeSpan skew) => Refuse(call, rule, string.Create(
        CultureInfo.InvariantCulture,
        $"Its iat is {skew.TotalSeconds:+0;-0} seconds from the clock of this server: compare the clocks."));

    private OAuthError NeedsNonce(ProofCall call, string detail)
    {
        OfferNonce(call, null);
        return OAuthError.UseDPoPNonce(call.Status, detail);
    }

    // Each answer has a fresh one, so that the next request of the client is not refused (RFC 9449 §8.2).
    private void OfferNonce(ProofCall call, string? used)
    {
        var nonce = _nonces.Create(call.Context.Now);
        if (nonce != used) call.Context.ResponseHeaders.Add(new(NonceHeader, nonce));
    }

    private static bool IsHashOf(Secret token, string? hash)
    {
        if (hash is null) return false;
        var expected = Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(token.Reveal())));
        return CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(expected), Encoding.UTF8.GetBytes(hash));
    }

    private static OAuthError Refuse(ProofCall call, string rule, string detail) =>
        OAuthError.InvalidDPoPProof(call.Status, rule, detail);
}

/// <summary>A request whose proof is verified.</summary>
/// <param name="Context">The request.</param>
/// <param name="Address">The URL that the proof must be for.</param>
/// <param name="Status">The status of a refusal.</param>
/// <param name="Profile">The profile of the request.</param>
/// <param name="AccessToken">The access token that the proof must be for (<c>ath</c>); null at the authorization server.</param>
internal readonly record struct ProofCall(
    OAuthContext Context, string Address, int Status, SecurityProfile Profile, Secret? AccessToken = null);
