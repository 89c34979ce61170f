using Xunit;

namespace OAuth2Server.Testing;

/// <content>Hashes that differ in one byte: a look-up, a use and a save compare all 32 bytes.</content>
public abstract partial class ModelContract
{
    private const string AllOfTheHash = "Compare all 32 bytes of the hash: with a part of it as the key, two records are one.";

    /// <summary>Access tokens.</summary>
    [Fact, Capability(typeof(IAccessTokenModel))]
    public async Task An_access_token_is_found_by_its_whole_hash_only()
    {
        await using var store = await OpenAsync<IAccessTokenModel>();
        var tokens = store.NewTokens();
        foreach (var hash in Near(tokens.Record.Access.Hash))
        {
            var near = store.NewTokens();
            var record = near.Record with { Access = near.Record.Access with { Hash = hash } };
            await SaveNearAsync(() => store.CallAsync(c => c.SaveAsync(record)));
        }
        Promise(await store.FindAccessAsync(tokens.AccessText) is null, $"GetAccessTokenAsync gives null for another hash. {AllOfTheHash}");
        await SaveNearAsync(() => store.SaveAsync(tokens));
        Same.Record(tokens.Record.Access, await store.FindAccessAsync(tokens.AccessText));
    }

    /// <summary>Refresh tokens.</summary>
    [Fact, Capability(typeof(IRefreshTokenModel))]
    public async Task A_refresh_token_is_found_and_consumed_by_its_whole_hash_only()
    {
        await using var store = await OpenAsync<IRefreshTokenModel>();
        var tokens = store.New.Tokens();
        var token = tokens.HeldRefresh;
        var near = new List<RefreshToken>();
        foreach (var hash in Near(token.Record.Hash))
        {
            var other = store.New.Tokens();
            near.Add(other.Record.Refresh! with { Hash = hash });
            await SaveNearAsync(() => store.CallAsync(c => c.SaveAsync(other.Record with { Refresh = near[^1] })));
        }
        Promise(await store.FindAsync(token) is null, $"GetRefreshTokenAsync gives null for another hash. {AllOfTheHash}");
        Promise(!await store.CallAsync(c => c.ConsumeAsync(token.Record)), $"RevokeTokenAsync is false for another hash. {AllOfTheHash}");

        await SaveNearAsync(() => store.SaveAsync(tokens));
        Promise(await store.CallAsync(c => c.ConsumeAsync(token.Record)), "RevokeTokenAsync is true for the first caller.");
        Same.Record(token.Record with { ConsumedAt = store.Clock.GetUtcNow() }, await store.FindAsync(token));
        foreach (var other in near)
        {
            var fresh = await store.CallAsync(c => c.ConsumeAsync(other));
            Promise(fresh, $"RevokeTokenAsync of another hash consumes no other token. {AllOfTheHash}");
        }
    }

    /// <summary>Codes.</summary>
    [Fact, Capability(typeof(IAuthorizationCodeModel))]
    public async Task A_code_is_found_and_consumed_by_its_whole_hash_only()
    {
        await using var store = await OpenAsync<IAuthorizationCodeModel>();
        var code = store.New.Code();
        var near = Near(code.Record.Hash).Select(hash => store.New.Code().Record with { Hash = hash }).ToArray();
        foreach (var other in near) await SaveNearAsync(() => store.CallAsync(c => c.SaveAsync(other)));
        Promise(await store.FindAsync(code) is null, $"GetAuthorizationCodeAsync gives null for another hash. {AllOfTheHash}");
        Promise(
            !await store.CallAsync(c => c.ConsumeAsync(code.Record)),
            $"RevokeAuthorizationCodeAsync is false for another hash. {AllOfTheHash}");

        await SaveNearAsync(() => store.SaveAsync(code));
        Promise(await store.CallAsync(c => c.ConsumeAsync(code.Record)), "RevokeAuthorizationCodeAsync is true for the first caller.");
        Same.Record(code.Record with { ConsumedAt = store.Clock.GetUtcNow() }, await store.FindAsync(code));
        foreach (var other in near)
        {
            Promise(
                await store.CallAsync(c => c.ConsumeAsync(other)),
                $"RevokeAuthorizationCodeAsync of another hash consumes no other code. {AllOfTheHash}");
        }
    }

    /// <summary>Device codes, by both of their hashes.</summary>
    [Fact, Capability(typeof(IDeviceCodeModel))]
    public async Task A_device_code_is_found_and_consumed_by_its_whole_hashes_only()
    {
        await using var store = await OpenAsync<IDeviceCodeModel>();
        var device = store.New.Device();
        var near = new List<DeviceCode>();
        foreach (var (hash, userHash) in Near(device.Record.Hash).Zip(Near(device.Record.UserCodeHash)))
        {
            near.Add(store.New.Device().Record with { Hash = hash, UserCodeHash = userHash });
            await SaveNearAsync(() => SavesAsync(near[^1]));
        }
        Promise(
            await store.FindAsync(device) is null && await store.FindByUserCodeAsync(device) is null,
            $"GetDeviceCodeAsync and GetDeviceCodeByUserCodeAsync give null for another hash. {AllOfTheHash}");
        Promise(
            !await store.CallAsync(c => c.ConsumeAsync(device.Record)),
            $"RevokeDeviceCodeAsync is false for another hash. {AllOfTheHash}");

        await SaveNearAsync(() => SavesAsync(device.Record));
        Same.Record(device.Record, await store.FindByUserCodeAsync(device));
        await store.CallAsync(c => c.DecideAsync(device.Record, store.New.Allowed(device.Record)));
        await store.CallAsync(c => c.PollAsync(device.Record, TimeSpan.FromSeconds(7)));
        await store.CallAsync(c => c.ConsumeAsync(device.Record));
        foreach (var other in near)
        {
            var done = await store.CallAsync(c => c.PollAsync(other, TimeSpan.FromSeconds(5)))
                && await store.CallAsync(c => c.DecideAsync(other, store.New.Allowed(other)))
                && await store.CallAsync(c => c.ConsumeAsync(other));
            Promise(done, $"A poll, an answer and a use of one device code leave those with other hashes alone. {AllOfTheHash}");
        }

        async Task SavesAsync(DeviceCode code) => Promise(
            await store.CallAsync(c => c.SaveAsync(code)),
            $"SaveDeviceCodeAsync is true when no other device code has the user code. {AllOfTheHash}");
    }

    // A first byte, a last one, and those where a key of 8 or 16 bytes ends or begins.
    private static IEnumerable<SecretHash> Near(SecretHash hash)
    {
        foreach (var at in (int[])[0, 8, 15, 16, 24, SecretHash.Size - 1])
        {
            var bytes = hash.ToByteArray();
            bytes[at] ^= 0x10;
            yield return SecretHash.FromBytes(bytes);
        }
    }

    private static async Task SaveNearAsync(Func<Task> save)
    {
        try
        {
            await save();
        }
        catch (Exception e) when (e is not (Xunit.Sdk.IAssertionException or OperationCanceledException))
        {
            Assert.Fail($"A save succeeds beside records with other hashes. {AllOfTheHash} It threw {e.GetType().Name}: {e.Message}");
        }
    }
}
