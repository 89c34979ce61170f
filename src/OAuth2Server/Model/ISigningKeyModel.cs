namespace OAuth2Server;

/// <summary>Optional: keeps the keys that sign tokens, for all nodes of the server.</summary>
/// <remarks>
/// <para>
/// All keys are one record, the ring, which is replaced as a whole. Nodes need no leader and no lock: each reads the ring, makes the next
/// one, and saves it only if no other node was first.
/// </para>
/// <para>
/// The private keys are encrypted before they are saved, if the server has a key-encryption key. Without one, a reader of the store can
/// sign tokens. <see cref="RecordText"/> has a text form of the ring, so that a store needs a column for the text and one for the version.
/// </para>
/// <para>
/// A store that cannot read its ring throws an exception. It never returns <see cref="SigningKeyRing.Empty"/> in its place: the server
/// would make new keys, and every token that was issued before would become invalid.
/// </para>
/// </remarks>
public interface ISigningKeyModel
{
    /// <summary>Finds the ring of keys.</summary>
    /// <param name="ct">Stops the work.</param>
    /// <returns>The ring that was saved last, by any node; a cached one is wrong. <see cref="SigningKeyRing.Empty"/> when none was saved
    /// yet.</returns>
    ValueTask<SigningKeyRing> GetSigningKeysAsync(CancellationToken ct);

    /// <summary>Replaces the ring in one step, unless another node replaced it meanwhile (compare and swap).</summary>
    /// <param name="ring">The new ring; its <see cref="SigningKeyRing.Version"/> is one more than that of the ring that it
    /// replaces: 1 for the first.</param>
    /// <param name="ct">Stops the work.</param>
    /// <returns>True when it was saved; false when the saved version is not <c>ring.Version - 1</c>: then nothing changed, and the server
    /// reads the ring again. Of several callers with one version exactly one gets true.</returns>
    ValueTask<bool> SaveSigningKeysAsync(SigningKeyRing ring, CancellationToken ct);
}
