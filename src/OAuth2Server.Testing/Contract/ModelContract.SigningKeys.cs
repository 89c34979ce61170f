using Xunit;

namespace OAuth2Server.Testing;

/// <content><see cref="ISigningKeyModel"/>.</content>
public abstract partial class ModelContract
{
    /// <summary>A new store has no keys: the server makes the first ones.</summary>
    [Fact, Capability(typeof(ISigningKeyModel))]
    public async Task Before_the_first_save_the_ring_of_signing_keys_is_empty()
    {
        await using var store = await OpenAsync<ISigningKeyModel>();
        Same.Record(SigningKeyRing.Empty, await RingAsync(store));
    }

    /// <summary>Every byte, every tick, every property, in the order of the keys; private keys of 4096 bits too.</summary>
    [Fact, Capability(typeof(ISigningKeyModel))]
    public async Task A_ring_of_signing_keys_comes_back_with_every_member()
    {
        await using var store = await OpenAsync<ISigningKeyModel>();
        var ring = SigningKeyRing.Empty;
        foreach (var ticks in OddTicks)
        {
            var time = store.Clock.GetUtcNow().AddTicks(ticks);
            var strange = UnusualTexts.Aggregate(Properties.Empty, (all, text) => all.With(text, "of " + text));
            ring = store.New.Ring(ring.Version + 1, "zeta", "Alpha", "alpha", Texts.Random());
            ring = ring with
            {
                Keys =
                [
                    .. ring.Keys.Select((key, i) => key with
                    {
                        Algorithm = i == 0 ? "RS256" : key.Algorithm,
                        PrivateKey = [.. Enumerable.Range(0, i == 0 ? 2_400 : 166).Select(b => (byte)(b * b * i))],
                        PublicKey = [.. Enumerable.Range(0, i == 0 ? 550 : 91).Select(b => (byte)(b + i))],
                        EncryptedBy = i == 1 ? null : "key-encryption key " + i,
                        PublishedAt = time.AddTicks(i),
                        SignsAt = time.AddDays(1).AddTicks(i),
                        RetiresAt = time.AddYears(70).AddTicks(i),
                        RemovedAt = time.AddYears(71).AddTicks(i),
                        Properties = i == 2 ? strange : Properties.Empty,
                    }),
                ],
            };
            await SavesAsync(store, ring);
            Same.Record(ring, await RingAsync(store));
        }
        ring = store.New.Ring(ring.Version + 1);
        await SavesAsync(store, ring);
        Same.Record(ring, await RingAsync(store));
    }

    /// <summary>Compare and swap: a node that has read an older ring must not undo what another node saved since.</summary>
    [Fact, Capability(typeof(ISigningKeyModel))]
    public async Task A_ring_of_signing_keys_replaces_the_version_before_it_and_no_other()
    {
        await using var store = await OpenAsync<ISigningKeyModel>();
        await RefusesAsync(store, store.New.Ring(0, "zero"), SigningKeyRing.Empty);
        await RefusesAsync(store, store.New.Ring(2, "two"), SigningKeyRing.Empty);
        var first = store.New.Ring(1, "one");
        await SavesAsync(store, first);
        await RefusesAsync(store, store.New.Ring(1, "other"), first);
        await RefusesAsync(store, first, first);
        await RefusesAsync(store, store.New.Ring(3, "three"), first);
        var second = store.New.Ring(2, "one", "two");
        await SavesAsync(store, second);
        foreach (var version in (long[])[-1, 0, 1, 2, 4, long.MaxValue])
            await RefusesAsync(store, store.New.Ring(version, "other"), second);
    }

    /// <summary>A node finds what another node saved with its next look-up: with a cache in the model it would sign with an old
    /// key.</summary>
    [Fact, Capability(typeof(ISigningKeyModel))]
    public async Task The_signing_keys_that_another_node_saved_are_found()
    {
        await using var store = await OpenAsync<ISigningKeyModel>();
        await using var node = await store.CallerAsync();
        for (var version = 1; version <= 3; version++)
        {
            _ = await node.As<ISigningKeyModel>().GetSigningKeysAsync(default);
            var ring = store.New.Ring(version, $"key {version}");
            await SavesAsync(store, ring);
            Same.Record(ring, await node.As<ISigningKeyModel>().GetSigningKeysAsync(default));
        }
    }

    /// <summary>Two nodes that start at the same moment over a new store must use the same keys.</summary>
    [Fact, Capability(typeof(ISigningKeyModel))]
    public async Task Of_many_that_save_the_first_signing_keys_one_succeeds()
    {
        for (var round = 0; round < Math.Min(Rounds, 5); round++)
        {
            await using var store = await OpenAsync<ISigningKeyModel>();
            await OneOfManySavesAsync(store, 1);
        }
    }

    /// <summary>One atomic step: with a look-up and a write, two nodes would both believe that their keys are the saved ones.</summary>
    [Fact, Capability(typeof(ISigningKeyModel))]
    public async Task Of_many_that_replace_the_signing_keys_one_succeeds()
    {
        await using var store = await OpenAsync<ISigningKeyModel>();
        await SavesAsync(store, store.New.Ring(1, "first"));
        var version = 1;
        await Race.RoundsAsync(Rounds, RaceTime, () => OneOfManySavesAsync(store, ++version));
    }

    /// <summary>Nodes that read, change and save, and do it again after a refusal, lose no change of another node.</summary>
    [Fact, Capability(typeof(ISigningKeyModel))]
    public async Task No_change_of_the_signing_keys_is_lost()
    {
        const int Nodes = 6;
        await using var store = await OpenAsync<ISigningKeyModel>();
        var saves = await Race.TogetherAsync(store, Nodes, async (caller, node) =>
        {
            var model = caller.As<ISigningKeyModel>();
            for (var attempt = 1; attempt < 1000; attempt++)
            {
                var ring = await model.GetSigningKeysAsync(default);
                var added = store.New.Ring(ring.Version + 1, $"key of node {node}");
                if (await model.SaveSigningKeysAsync(added with { Keys = [.. ring.Keys, .. added.Keys] }, default)) return attempt;
            }
            return 0;
        });
        var found = await RingAsync(store);
        Promise(
            saves.All(attempts => attempts > 0) && found.Version == Nodes
                && found.Keys.Select(key => key.Id).Order().SequenceEqual(Enumerable.Range(0, Nodes).Select(i => $"key of node {i}")),
            $"SaveSigningKeysAsync is true only for the ring that replaced the version before it: {Nodes} nodes that each added a key, "
                + $"and did so again after false, give version {Nodes} with {Nodes} keys. It gave version {found.Version} with "
                + $"{found.Keys.Length} keys.");
    }

    // Callers in pairs save equal rings: a store must not take the ring of another caller for its own.
    private async Task OneOfManySavesAsync(Store store, int version)
    {
        var saved = await Race.TogetherAsync(store, Callers, async (caller, i) =>
            await caller.As<ISigningKeyModel>().SaveSigningKeysAsync(store.New.Ring(version, $"key {i / 2}"), default));
        Promise(
            saved.Count(won => won) == 1,
            $"SaveSigningKeysAsync is true for one of {Callers} parallel callers with the version {version}. It was true for "
                + $"{saved.Count(won => won)}.");
        Same.Record(store.New.Ring(version, $"key {Array.IndexOf(saved, true) / 2}"), await RingAsync(store));
    }

    private static Task<SigningKeyRing> RingAsync(Store store) =>
        store.CallAsync(c => c.As<ISigningKeyModel>().GetSigningKeysAsync(default));

    private static async Task SavesAsync(Store store, SigningKeyRing ring) => Promise(
        await store.CallAsync(c => c.As<ISigningKeyModel>().SaveSigningKeysAsync(ring, default)),
        $"SaveSigningKeysAsync is true for the version {ring.Version} after the version {ring.Version - 1}.");

    private static async Task RefusesAsync(Store store, SigningKeyRing ring, SigningKeyRing saved)
    {
        Promise(
            !await store.CallAsync(c => c.As<ISigningKeyModel>().SaveSigningKeysAsync(ring, default)),
            $"SaveSigningKeysAsync is false for the version {ring.Version} where the saved version is {saved.Version}.");
        Same.Record(saved, await RingAsync(store));
    }
}
