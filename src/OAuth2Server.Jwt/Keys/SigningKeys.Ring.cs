using System.Collections.Immutable;
using System.Security.Cryptography;
using Microsoft.Extensions.Logging;

namespace OAuth2Server.Jwt;

/// <content>The ring: it is read, changed by compare and swap, and opened.</content>
public sealed partial class SigningKeys
{
    /// <summary>Another node replaces the ring at most a few times in a row.</summary>
    private const int MaxAttempts = 20;

    /// <summary>After a rotation out of schedule, the key set of every node has the new keys after this time.</summary>
    private static readonly TimeSpan KeySetFreshness = TimeSpan.FromSeconds(5);

    /// <summary>Where the store fails, requests use the ring that was read before, and this time passes until one tries again.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim _gate = new(1, 1);
    private string? _reencryptedWith;
    private long _failedAt = long.MinValue;

    // The ring, read again if it is older than a request may use it.
    private async ValueTask<KeySnapshot> ReadAsync(ISigningKeyModel model, TimeSpan maxAge, CancellationToken ct)
    {
        if (Fresh(maxAge) is { } known) return known;
        await _gate.WaitAsync(ct);
        try
        {
            if (Fresh(maxAge) is { } meanwhile) return meanwhile;
            await ChangeInTurnAsync(model, _schedule.Next, reencrypts: false, ct);
        }
        catch (Exception e) when (!ct.IsCancellationRequested && _snapshot is { } old && IsUsable(old))
        {
            // The keys are valid until they retire: tokens are signed although the store cannot be read.
            if (Volatile.Read(ref _failedAt) == long.MinValue) LogUnreadable(e);
            Volatile.Write(ref _failedAt, _clock.GetTimestamp());
        }
        finally
        {
            _gate.Release();
        }
        return _snapshot!;
    }

    private KeySnapshot? Fresh(TimeSpan maxAge)
    {
        if (_snapshot is not { } snapshot) return null;
        if (_clock.GetUtcNow() < snapshot.ReadAt + maxAge) return snapshot;
        var failed = Volatile.Read(ref _failedAt);
        return failed != long.MinValue && _clock.GetElapsedTime(failed) < Pause && IsUsable(snapshot) ? snapshot : null;
    }

    // Nodes that can read the store replace a key when it retires. From then on tokens of an older ring could not be verified everywhere.
    private bool IsUsable(KeySnapshot snapshot)
    {
        var now = _clock.GetUtcNow();
        return _options.Algorithms.All(algorithm => snapshot.Current(algorithm, now) is { } current && now < current.Key.RetiresAt);
    }

    private async Task ChangeAsync(
        ISigningKeyModel model, Func<ImmutableArray<SigningKey>, DateTimeOffset, TimeSpan, KeyPlan> plan, bool reencrypts,
        CancellationToken ct)
    {
        await _gate.WaitAsync(ct);
        try
        {
            await ChangeInTurnAsync(model, plan, reencrypts, ct);
        }
        finally
        {
            _gate.Release();
        }
    }

    private async Task ChangeInTurnAsync(
        ISigningKeyModel model, Func<ImmutableArray<SigningKey>, DateTimeOffset, TimeSpan, KeyPlan> plan, bool reencrypts,
        CancellationToken ct)
    {
        // Once for each key-encryption key: nodes that are restarted one after the other, with another key, do not undo each other's work.
        var encryptedBy = _private.EncryptedBy;
        reencrypts |= encryptedBy != _reencryptedWith;
        for (var attempt = 0; attempt < MaxAttempts; attempt++)
        {
            var ring = await model.GetSigningKeysAsync(ct);
            var now = _clock.GetUtcNow();
            var keys = await MadeAsync(plan(ring.Keys, now, new(Volatile.Read(ref _longestLifetime))), reencrypts, ct);
            var isChanged = !keys.SequenceEqual(ring.Keys);
            if (isChanged && !await IsSavedAsync(model, ring, keys, now, ct)) continue;
            if (isChanged) LogChanges(ring.Keys, keys);
            await AdoptAsync(keys, now, ct);
            _reencryptedWith = encryptedBy;
            Volatile.Write(ref _failedAt, long.MinValue);
            return;
        }
        throw new InvalidOperationException(
            $"The ring of signing keys was not saved in {MaxAttempts} attempts: SaveSigningKeysAsync returned false each time.");
    }

    private async Task<bool> IsSavedAsync(
        ISigningKeyModel model, SigningKeyRing ring, ImmutableArray<SigningKey> keys, DateTimeOffset now, CancellationToken ct)
    {
        try
        {
            return await model.SaveSigningKeysAsync(new() { Version = ring.Version + 1, Keys = keys }, ct);
        }
        catch (Exception) when (!ct.IsCancellationRequested)
        {
            // A store that can be read and not written: the keys that are there sign.
            await AdoptAsync(ring.Keys, now, ct);
            throw;
        }
    }

    private async Task<ImmutableArray<SigningKey>> MadeAsync(KeyPlan plan, bool reencrypts, CancellationToken ct)
    {
        var keys = ImmutableArray.CreateBuilder<SigningKey>(plan.Keys.Length + plan.Added.Length);
        foreach (var key in plan.Keys) keys.Add(reencrypts ? await _private.ReencryptAsync(key, ct) : key);
        foreach (var times in plan.Added) keys.Add(await _private.CreateAsync(times, ct));
        return keys.ToImmutable();
    }

    private async Task AdoptAsync(ImmutableArray<SigningKey> keys, DateTimeOffset now, CancellationToken ct)
    {
        var loaded = ImmutableArray.CreateBuilder<KeySnapshot.Loaded>(keys.Length);
        foreach (var key in keys) loaded.Add(await LoadAsync(key, isNewest: key == KeySchedule.Newest(keys, key.Algorithm), now, ct));
        var problems = loaded.Select(one => one.Problem).OfType<SigningKeyProblem>().ToList();
        foreach (var problem in problems.Except(Problems)) LogProblem(problem.Message);
        Problems = problems;
        _snapshot = new(loaded.ToImmutable(), now);
    }

    private async Task<KeySnapshot.Loaded> LoadAsync(SigningKey key, bool isNewest, DateTimeOffset now, CancellationToken ct)
    {
        var known = _snapshot?.Find(key);
        var isServed = _schedule.Serves(key.Algorithm);
        var signs = isServed && (isNewest || key.RetiresAt > now);
        var (publicKey, signer) = (known?.Public, signs ? known?.Signer : null);
        try
        {
            publicKey ??= PublicJsonWebKey.Read(key.Algorithm, key.PublicKey.AsSpan());
            if (publicKey.Thumbprint != key.Id) publicKey = null;
            if (publicKey is null) throw new CryptographicException("Its id is not that of its public key.");
            if (signs) signer ??= await _private.OpenAsync(key, ct);
            return new(key, isServed, publicKey, signer, null);
        }
        catch (Exception e) when (!ct.IsCancellationRequested)
        {
            return new(key, isServed, publicKey, null, new(key.Id, key.Algorithm, key.EncryptedBy, MessageOf(key, e)));
        }
    }

    private static string MessageOf(SigningKey key, Exception e) =>
        $"The signing key {key.Id} cannot be used, and no token is signed with {key.Algorithm} while it is its turn. {e.Message} If the " +
        "key is lost, restore the ring from a backup, or make new keys with a rotation that is immediate.";

    private void LogChanges(ImmutableArray<SigningKey> before, ImmutableArray<SigningKey> after)
    {
        foreach (var key in after.Where(key => before.All(old => old.Id != key.Id)))
            LogMade(key.Id, key.Algorithm, key.SignsAt, key.RetiresAt);
        foreach (var key in before.Where(key => after.All(kept => kept.Id != key.Id))) LogRemoved(key.Id, key.Algorithm);
        var reencrypted = after.Count(key => before.Any(old => old.Id == key.Id && old.EncryptedBy != key.EncryptedBy));
        if (reencrypted > 0) LogReencrypted(reencrypted, _private.EncryptedBy);
    }

    [LoggerMessage(
        200, LogLevel.Information, "The signing key {KeyId} for {Algorithm} is published; it signs from {SignsAt:u} until {RetiresAt:u}",
        EventName = "SigningKeyMade")]
    private partial void LogMade(string keyId, string algorithm, DateTimeOffset signsAt, DateTimeOffset retiresAt);

    [LoggerMessage(201, LogLevel.Information, "The signing key {KeyId} for {Algorithm} is removed", EventName = "SigningKeyRemoved")]
    private partial void LogRemoved(string keyId, string algorithm);

    [LoggerMessage(
        202, LogLevel.Warning,
        "New signing keys sign now ({Rotation}): resource servers refuse their tokens until they have read the key set again",
        EventName = "SigningKeysRotated")]
    private partial void LogRotated(KeyRotation rotation);

    [LoggerMessage(
        203, LogLevel.Information, "{Count} private keys are encrypted with the key-encryption key {KeyId}", EventName = "Reencrypted")]
    private partial void LogReencrypted(int count, string? keyId);

    [LoggerMessage(204, LogLevel.Error, "{Problem}", EventName = "SigningKeyProblem")]
    private partial void LogProblem(string problem);

    [LoggerMessage(
        205, LogLevel.Warning, "The ring of signing keys cannot be read; the keys that were read before sign until they retire",
        EventName = "SigningKeysUnreadable")]
    private partial void LogUnreadable(Exception exception);
}
