namespace OAuth2Server;

/// <summary>Optional: keeps the keys that sign tokens, for all nodes of the server.</summary>
/// <remarks>The private keys are encrypted before they are saved, if the server has a key-encryption key. Without one, a reader of the
/// store can sign tokens.</remarks>
public interface ISigningKeyModel
{
    /// <summary>Finds the ring of keys.</summary>
    /// <param name="ct">Stops the work.</param>
    /// <returns>The ring that was saved last; <see cref="SigningKeyRing.Empty"/> when none was.</returns>
    ValueTask<SigningKeyRing> GetSigningKeysAsync(CancellationToken ct);

    /// <summary>Replaces the ring in one step, unless another node replaced it meanwhile (compare and swap).</summary>
    /// <param name="ring">The new ring; its <see cref="SigningKeyRing.Version"/> is one more than that of the ring that it
    /// replaces.</param>
    /// <param name="ct">Stops the work.</param>
    /// <returns>True when it was saved; false when the saved version is not <c>ring.Version - 1</c>: then nothing changed. Of several
    /// callers with one version exactly one gets true.</returns>
    ValueTask<bool> SaveSigningKeysAsync(SigningKeyRing ring, CancellationToken ct);
}
