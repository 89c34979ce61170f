namespace OAuth2Server;

/// <content>Signing keys.</content>
public partial class InMemoryModel : ISigningKeyModel
{
    private SigningKeyRing _signingKeys = SigningKeyRing.Empty;

    /// <inheritdoc/>
    public ValueTask<SigningKeyRing> GetSigningKeysAsync(CancellationToken ct) => new(Volatile.Read(ref _signingKeys));

    /// <inheritdoc/>
    public ValueTask<bool> SaveSigningKeysAsync(SigningKeyRing ring, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(ring);
        var saved = Volatile.Read(ref _signingKeys);
        return new(saved.Version == ring.Version - 1
            && ReferenceEquals(Interlocked.CompareExchange(ref _signingKeys, ring, saved), saved));
    }
}
