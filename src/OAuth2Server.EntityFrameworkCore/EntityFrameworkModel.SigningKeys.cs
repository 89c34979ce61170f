using System.Security.Cryptography;

namespace OAuth2Server.EntityFrameworkCore;

/// <content>Signing keys.</content>
public partial class EntityFrameworkModel<TContext>
{
    /// <inheritdoc/>
    /// <exception cref="FormatException">The stored ring is damaged. Restore the row from a backup.</exception>
    public async ValueTask<SigningKeyRing> GetSigningKeysAsync(CancellationToken ct)
    {
        var row = await _store.FindAsync(_store.Sql.SigningKeys.Find, SigningKeyRow.Shape, new Arguments(1).Add(SigningKeyRow.Ring), ct);
        // A damaged ring is not an empty one: the server would make new keys, and every token in use would become invalid.
        return row is null ? SigningKeyRing.Empty : RecordText.ReadSigningKeyRing(row.Content) with { Version = row.Version };
    }

    /// <inheritdoc/>
    public async ValueTask<bool> SaveSigningKeysAsync(SigningKeyRing ring, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(ring);
        var save = ring.Version == 1 ? _store.Sql.SigningKeys.Insert : _store.Sql.SigningKeys.Replace;
        var arguments = new Arguments(4).Add(SigningKeyRow.Ring).Add(ring.Version).Add(RecordText.Write(ring))
            .Add(RandomNumberGenerator.GetBytes(16));
        return (await _store.ExecuteAsync(save, arguments, ct))[0] > 0;
    }
}
