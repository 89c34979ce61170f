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
    private readonly string? _aliasUrl;

    // By the text of the header, which is the same in all proofs of one key: to import a key costs more than the rest of the reading. Only
    // keys that verified a signature are kept.
    private readonly BoundedCache<ProofKey> _keys = new(MaxKeys);

    // Most proofs are for the same endpoint: to normalise an address costs more than to read the claims.
    private volatile Seen? _last;

    /// <summary>Makes it.</summary>
    /// <param name="options">The settings; do not change them afterwards.</param>
    /// <param name="nonces">Makes nonces; null makes them with a random key of this process.</param>
    /// <param name="aliasUrl">Where clients with a certificate reach the endpoints (<see cref="MutualTlsOptions.AliasUrl"/>): proofs for
    /// an endpoint or a resource at this address are accepted too. Null for none.</param>
    /// <exception cref="ArgumentException">A setting is wrong; the message says which and why.</exception>
    public DPoPProofs(DPoPOptions options, IDPoPNonces? nonces = null, string? aliasUrl = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.Validate().ToArray() is { Length: > 0 } problems)
            throw new ArgumentException("The options of DPoP are wrong. " + string.Join(' ', problems));
        (_options, _nonces, _aliasUrl) = (options, nonces ?? new DPoPNonces(), aliasUrl);
        Algorithms = [.. options.Algorithms.Distinct(StringComparer.Ordinal)];
    }

    /// <summary>The signature algorithms of proofs (<c>dpop_signing_alg_values_supported</c>).</summary>
    public IReadOnlyList<string> Algorithms { get; }

    /// <summary>Whether DPoP is required.</summary>
    internal bool IsRequired => _options.RequireProof;

    /// <summary>Whether a request has a proof, or something in its place.</summary>
    internal static bool IsSent(OAuthRequest request) => request.Header(Header).Count > 0;

    /// <summary>Verifies the proof of a request; it is not used up.</summary>
    /// <param name="call">The request.</param>
    /// <returns>The proof; <c>invalid_dpop_proof</c>, <c>use_dpop_nonce</c>.</returns>
    internal Outcome<VerifiedProof> Verify(ProofCall call)
    {
        var context = call.Context;
        if (Read(call, out var key, out var claims) is { } problem) return problem;
        if (claims!.Method != context.Request.Method) return Refuse(call, Rule, "Its htm is not the method of the request.");
        if (!IsFor(claims.Address, call.Address)) return Refuse(call, Rule, $"Its htu is not {call.Address}.");
        if (CheckTime(call, claims) is { } notNow) return notNow;
        if (call.AccessToken is { } token && !IsHashOf(token, claims.TokenHash))
            return Refuse(call, Rule, "Its ath is missing or is the hash of another access token.");

        var until = context.Now + (claims.Nonce is null ? _options.ProofLifetime * 2 : NonceLifetime) + NodeSkew;
        var proof = SecretHash.Of($"dpop {key!.Thumbprint}\n{claims.Id}\n{NormalOf(claims.Address)}");
        return new VerifiedProof(call, key.Thumbprint, key.Algorithm, claims.IssuedAt, proof, until);
    }

    /// <summary>Uses a proof up. Anyone can make a proof with a key of its own, and each used one is kept for minutes: use it up when
    /// nothing else is left to refuse the request.</summary>
    /// <param name="proof">The proof.</param>
    /// <param name="replays">Remembers the proofs that were used.</param>
    /// <param name="ct">Stops the work.</param>
    /// <returns>Null for the first request with the proof; otherwise <c>invalid_dpop_proof</c>.</returns>
    internal static async ValueTask<OAuthError?> UseAsync(VerifiedProof proof, IReplayModel replays, CancellationToken ct) =>
        await replays.UseOnceAsync(proof.Message, proof.Call.Context.Now, proof.Until, ct)
            ? null
            : Refuse(proof.Call, "RFC 9449 §11.1", "It was used before.");

    // A client sends the address to which it sends the request (RFC 9449 §4.2). Both addresses of an endpoint come from the settings: the
    // Host header can be chosen by an attacker. A proof is used up under the address that it has.
    private bool IsFor(string claimed, string address) =>
        ProofAddress.AreSame(claimed, address)
        || (_aliasUrl is not null && ProofAddress.AreSame(claimed, MutualTlsOptions.AliasOf(address, _aliasUrl)));

    private string? NormalOf(string address)
    {
        if (_last is { } known && known.Address == address) return known.Normal;
        var seen = new Seen(address, ProofAddress.Normal(address));
        _last = seen;
        return seen.Normal;
    }

    private OAuthError? Read(ProofCall call, out ProofKey? key, out ProofClaims? claims)
    {
        (key, claims) = (null, null);
        if (call.Context.Request.Header(Header) is not [{ Length: > 0 and <= MaxLength } text])
            return Refuse(call, Rule, "It is not exactly one header of at most 8 kB.");
        var header = SecretHash.Of(text.AsSpan(0, Math.Max(0, text.IndexOf('.', StringComparison.Ordinal))));
        var isKnown = _keys.TryGet(header, out key);
        if (ReadSigned(call, text, ref key, out var jws) is { } unreadable) return unreadable;
        if (!jws!.IsSignedBy(key!.Key)) return Refuse(call, Rule, "Its signature is wrong, or its key is for another algorithm.");
        if (!isKnown) _keys.Set(header, key);

        using var payload = jws.ReadPayload();
        if (payload is null) return Refuse(call, "RFC 7519 §7.2", "Its payload is no JSON object, or has a member twice.");
        return ProofClaims.Problem(payload.RootElement, call.Context.Now, out claims) is { } problem ? Refuse(call, Rule, problem) : null;
    }

    // A header whose key is known was read, with the same text, in a proof that was right.
    private OAuthError? ReadSigned(ProofCall call, string text, ref ProofKey? key, out CompactJws? jws)
    {
        if (key is not null)
        {
            jws = CompactJws.ReadAfterHeader(text, key.Algorithm);
            return jws is null ? Refuse(call, "RFC 7515 §7.1", "It has no payload or no signature after its header.") : null;
        }
        if (CompactJws.Read(text, Type).IsError(out var error, out jws))
            return Refuse(call, error.Rule ?? Rule, error.Detail ?? "It cannot be read.");
        if (!Algorithms.Contains(jws.Algorithm)) return Refuse(call, Rule, "Its algorithm is not accepted.");
        using var header = jws.ReadHeader();
        return ProofKey.Problem(header.RootElement, out key) is { } noKey ? Refuse(call, Rule, noKey) : null;
    }

    // A nonce tells when the proof was made at the earliest, by the clock of the server: then the clock of the client does not count.
    private OAuthError? CheckTime(ProofCall call, ProofClaims claims)
    {
        var now = call.Context.Now;
        if (claims.Nonce is { } nonce)
        {
            var isValid = _nonces.TimeOf(nonce) is { } made && made <= now + NodeSkew && now - made <= NonceLifetime;
            if (!isValid) return NeedsNonce(call, "Its nonce is not one of this server, or is too old.");
            OfferNonce(call, nonce);
            return null;
        }
        if (_options.RequireNonce) return NeedsNonce(call, "It has no nonce.");
        var skew = claims.IssuedAt - now;
        return skew.Duration() <= _options.ProofLifetime ? null : RefuseTime(call, "RFC 9449 §11.1", skew);
    }

    /// <summary>The refusal of a proof of another time.</summary>
    internal static OAuthError RefuseTime(ProofCall call, string rule, TimeSpan skew) => Refuse(call, rule, string.Create(
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

    private sealed record Seen(string Address, string? Normal);
}

/// <summary>A proof that was verified, and may have been used before.</summary>
/// <param name="Call">The request.</param>
/// <param name="Thumbprint">The thumbprint of its key.</param>
/// <param name="Algorithm">The algorithm of its signature.</param>
/// <param name="IssuedAt">Its <c>iat</c>.</param>
/// <param name="Message">What identifies it among the used ones.</param>
/// <param name="Until">When it could not be accepted again.</param>
internal sealed record VerifiedProof(
    ProofCall Call, string Thumbprint, string Algorithm, DateTimeOffset IssuedAt, SecretHash Message, DateTimeOffset Until)
{
    /// <summary>Refuses a proof that is further ahead of the clock than a profile allows, also one with a nonce: the limit is one for each
    /// message of a client.</summary>
    internal OAuthError? TimeProblem(SecurityProfile profile)
    {
        var skew = IssuedAt - Call.Context.Now;
        return skew > profile.LimitClockSkew(skew) ? DPoPProofs.RefuseTime(Call, "FAPI 2.0 Security Profile §5.3.2.1", skew) : null;
    }
}

/// <summary>A request whose proof is verified.</summary>
/// <param name="Context">The request.</param>
/// <param name="Address">The URL that the proof must be for.</param>
/// <param name="Status">The status of a refusal.</param>
/// <param name="AccessToken">The access token that the proof must be for (<c>ath</c>); null at the authorization server.</param>
internal readonly record struct ProofCall(OAuthContext Context, string Address, int Status, Secret? AccessToken = null);
