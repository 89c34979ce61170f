using System.Text.Json;

namespace OAuth2Server.Jwt;

/// <content>JWTs of other packages: written with the keys, and read back.</content>
public sealed partial class SigningKeys
{
    // The public keys of the last key set, read once.
    private volatile VerificationKeys? _verification;

    /// <summary>The algorithm of a JWT for one reader, by the profile of the reader (FAPI 2.0 Security Profile §5.4.1).</summary>
    /// <param name="asked">What the reader is registered for; null for nothing.</param>
    /// <param name="usual">What signs where nothing is asked for and the profile allows it.</param>
    /// <param name="profile">The profile of the reader: <see cref="Client.ProfileIn"/>.</param>
    /// <returns>What was asked for, otherwise <paramref name="usual"/>, otherwise the first of <see cref="Algorithms"/> that the profile
    /// allows: ES256 by default. Null where the profile forbids what was asked for, or each algorithm of the server: then nothing may be
    /// signed.</returns>
    public string? AlgorithmFor(string? asked, string usual, SecurityProfile profile)
    {
        ArgumentNullException.ThrowIfNull(usual);
        if (profile.AllowsSigningAlgorithm(asked ?? usual)) return asked ?? usual;
        return asked is null ? Algorithms.FirstOrDefault(algorithm => profile.AllowsSigningAlgorithm(algorithm)) : null;
    }

    /// <summary>Writes and signs a JWT.</summary>
    /// <typeparam name="TState">What <paramref name="claims"/> reads.</typeparam>
    /// <param name="model">Keeps the keys.</param>
    /// <param name="algorithm">One of <see cref="Algorithms"/>.</param>
    /// <param name="type">The <c>typ</c> of the header: each kind of JWT has its own, so that none passes for another (RFC 8725
    /// §3.11).</param>
    /// <param name="lifetime">How long the JWT is valid: its key stays in the key set for so long.</param>
    /// <param name="state">What <paramref name="claims"/> reads.</param>
    /// <param name="claims">Writes the claims into an open object; keep it static, so that no closure is allocated.</param>
    /// <param name="ct">Stops the work.</param>
    /// <returns>The compact form (RFC 7515 §7.1).</returns>
    /// <exception cref="System.Security.Cryptography.CryptographicException">The key cannot be opened; see
    /// <see cref="Problems"/>.</exception>
    public async ValueTask<string> SignAsync<TState>(
        ISigningKeyModel model, string algorithm, string type, TimeSpan lifetime, TState state, Action<Utf8JsonWriter, TState> claims,
        CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(claims);
        ArgumentException.ThrowIfNullOrEmpty(type);
        KeepFor(lifetime);
        var signer = await GetSignerAsync(model, algorithm, ct);
        claims(JwtText.Start(), state);
        return JwtText.End(signer, type);
    }

    /// <summary>Reads a JWT that this server signed. Nothing in the claims is checked: the caller compares the issuer
    /// and the audience, and decides whether it accepts an expired one.</summary>
    /// <param name="model">Keeps the keys.</param>
    /// <param name="token">The text.</param>
    /// <param name="type">The <c>typ</c> that its header must have.</param>
    /// <param name="ct">Stops the work.</param>
    /// <returns>The claims, to be disposed; null when the text is no such JWT, or no key of the key set signed it.</returns>
    public async ValueTask<JsonDocument?> ReadAsync(ISigningKeyModel model, string token, string type, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(token);
        ArgumentException.ThrowIfNullOrEmpty(type);
        if (CompactJws.Read(token, type).IsError(out _, out var jws)) return null;
        return (await VerificationKeysAsync(model, ct))?.Find(jws.KeyId, jws.Algorithm) is { } key && jws.IsSignedBy(key)
            ? jws.ReadPayload()
            : null;
    }

    private async ValueTask<KeySet?> VerificationKeysAsync(ISigningKeyModel model, CancellationToken ct)
    {
        var document = await GetKeySetDocumentAsync(model, ct);
        if (_verification is { } known && ReferenceEquals(known.Body, document.Body)) return known.Keys;
        if (!KeySet.TryRead(document.Body, out var keys, out _)) return null;
        _verification = new(document.Body, keys);
        return keys;
    }

    private sealed record VerificationKeys(byte[] Body, KeySet Keys);
}
