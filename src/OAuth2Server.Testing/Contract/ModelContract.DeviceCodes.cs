using Xunit;

namespace OAuth2Server.Testing;

/// <content><see cref="IDeviceCodeModel"/>: saving, finding, consuming.</content>
public abstract partial class ModelContract
{
    /// <summary>Every member of the record, and of the authorization in it, by either code.</summary>
    [Fact, Capability(typeof(IDeviceCodeModel))]
    public async Task A_device_code_comes_back_with_every_member()
    {
        await using var store = await OpenAsync<IDeviceCodeModel>();
        var unusual = UnusualTexts.Aggregate(Properties.Empty, (all, text) => all.With(text, text));
        var prepared = store.New.Authorization() with { Subject = null, EndsAt = null, Properties = unusual };
        var empty = prepared with { Id = Texts.Random(), Scope = Scope.Empty, Resources = [], Properties = Properties.Empty };
        foreach (var authorization in (Authorization[])[prepared, empty])
        {
            var device = store.New.Device(authorization);
            var record = device.Record with
            {
                Interval = TimeSpan.FromTicks(50_000_001),
                ExpiresAt = store.Clock.GetUtcNow().AddTicks(6_000_000_007),
                Properties = unusual,
            };
            device = device with { Record = record };
            Promise(await store.SaveAsync(device), "SaveDeviceCodeAsync is true for a user code that no other device code has.");
            Same.Record(device.Record, await store.FindAsync(device));
            Same.Record(device.Record, await store.FindByUserCodeAsync(device));
        }
    }

    /// <summary>Null is <c>invalid_grant</c>; neither code serves as the other.</summary>
    [Fact, Capability(typeof(IDeviceCodeModel))]
    public async Task A_device_code_is_found_by_its_exact_texts_only()
    {
        await using var store = await OpenAsync<IDeviceCodeModel>();
        var device = await store.SaveDeviceAsync();
        foreach (var text in Others(device.Text, Texts.Random(), device.UserText))
        {
            Promise(
                await store.CallAsync(c => c.FindDeviceAsync(new(text))) is null,
                "GetDeviceCodeAsync gives null for a text that is not a device code.");
        }
        foreach (var text in Others(device.UserText, Texts.UserCode(), device.Text))
        {
            Promise(
                await store.CallAsync(c => c.FindByUserCodeAsync(new(text))) is null,
                "GetDeviceCodeByUserCodeAsync gives null for a text that is not a user code.");
        }

        static string[] Others(string text, string random, string other) =>
            [random, Texts.OtherCase(text), text + " ", text[..^1], other, "", "%", "' OR '1'='1"];
    }

    /// <summary>A client that presents another code or token as a device code gets nothing for it.</summary>
    [Fact, Capability(typeof(IDeviceCodeModel))]
    public async Task A_device_code_is_nothing_else_and_nothing_else_is_a_device_code()
    {
        await using var store = await OpenAsync<IDeviceCodeModel>();
        var (device, tokens) = (await store.SaveDeviceAsync(), store.NewTokens());
        await store.SaveAsync(tokens);
        Promise(await store.CallAsync(c => c.FindDeviceAsync(tokens.Access)) is null, "GetDeviceCodeAsync gives null for an access token.");
        if (store.Can<IAccessTokenModel>())
            Promise(await store.FindAccessAsync(device.Text) is null, "GetAccessTokenAsync gives null for a device code.");
        if (store.Can<IAuthorizationCodeModel>())
        {
            var code = await store.SaveCodeAsync();
            Promise(await store.CallAsync(c => c.FindDeviceAsync(code.Secret)) is null, "GetDeviceCodeAsync gives null for a code.");
            Promise(
                await store.CallAsync(c => c.FindCodeAsync(device.Secret)) is null,
                "GetAuthorizationCodeAsync gives null for a device code.");
        }
        if (!store.Can<IRefreshTokenModel>()) return;
        Promise(
            await store.CallAsync(c => c.FindDeviceAsync(tokens.Refresh)) is null,
            "GetDeviceCodeAsync gives null for a refresh token.");
        Promise(
            await store.CallAsync(c => c.FindRefreshAsync(device.Secret)) is null,
            "GetRefreshTokenAsync gives null for a device code.");
    }

    /// <summary>With one user code for two devices, a user would answer the wrong device.</summary>
    [Fact, Capability(typeof(IDeviceCodeModel))]
    public async Task A_user_code_that_is_taken_is_not_saved_again()
    {
        await using var store = await OpenAsync<IDeviceCodeModel>();
        var first = await store.SaveDeviceAsync();
        var second = store.New.Device(userCode: first.UserText);
        Promise(!await store.SaveAsync(second), "SaveDeviceCodeAsync is false when another device code has the user code.");
        Promise(await store.FindAsync(second) is null, "A SaveDeviceCodeAsync that is false has saved nothing.");
        Same.Record(first.Record, await store.FindByUserCodeAsync(first));

        await store.CallAsync(c => c.DecideAsync(first.Record, null));
        Promise(
            !await store.SaveAsync(second),
            "SaveDeviceCodeAsync is false when another device code has the user code and was answered, as long as it is not expired.");
    }

    /// <summary>There are few user codes: that of an expired device code is free again, pruned or not.</summary>
    [Fact, Capability(typeof(IDeviceCodeModel))]
    public async Task The_user_code_of_an_expired_device_code_is_free_again()
    {
        await using var store = await OpenAsync<IDeviceCodeModel>();
        var first = await store.SaveDeviceAsync();
        await store.AdvanceAsync(first.Record.ExpiresAt!.Value - store.Clock.GetUtcNow() - TimeSpan.FromTicks(1));
        Promise(
            !await store.SaveAsync(store.New.Device(userCode: first.UserText)),
            "SaveDeviceCodeAsync is false until the last tick before the device code with the same user code expires.");

        await store.AdvanceAsync(TimeSpan.FromTicks(1));
        var second = store.New.Device(userCode: first.UserText);
        Promise(
            await store.SaveAsync(second),
            "SaveDeviceCodeAsync is true when the device code with the same user code is expired.");
        Same.Record(second.Record, await store.FindByUserCodeAsync(second));
    }

    /// <summary>To the tick: the last one before <see cref="Credential.ExpiresAt"/> still counts.</summary>
    [Fact, Capability(typeof(IDeviceCodeModel))]
    public async Task A_device_code_is_found_until_the_last_tick_before_it_expires()
    {
        await using var store = await OpenAsync<IDeviceCodeModel>();
        var device = await store.SaveDeviceAsync();
        await store.AdvanceAsync(device.Record.ExpiresAt!.Value - store.Clock.GetUtcNow() - TimeSpan.FromTicks(1));
        await store.PruneAsync();
        Same.Record(device.Record, await store.FindAsync(device));
        Same.Record(device.Record, await store.FindByUserCodeAsync(device));

        await store.AdvanceAsync(TimeSpan.FromTicks(1));
        // From now on the model may remove it. As long as it is found, its time says that it is expired, and the library refuses it.
        if (await store.FindAsync(device) is { } expired) Same.Record(device.Record, expired);
    }

    /// <summary>The compare-and-swap: true once, and false for every later caller; the time of use is the context's.</summary>
    [Fact, Capability(typeof(IDeviceCodeModel))]
    public async Task A_device_code_is_consumed_once_and_still_found()
    {
        await using var store = await OpenAsync<IDeviceCodeModel>();
        var (device, other, unknown) = (await store.SaveDeviceAsync(), await store.SaveDeviceAsync(), store.New.Device());
        var now = store.Clock.GetUtcNow().AddTicks(-31);
        Promise(
            await store.CallAsync(c => c.ConsumeAsync(device.Record, new TestOAuthRequest().At(now))),
            "RevokeDeviceCodeAsync is true for the first caller.");
        Promise(!await store.CallAsync(c => c.ConsumeAsync(device.Record)), "RevokeDeviceCodeAsync is false for the second caller.");
        Promise(
            !await store.CallAsync(c => c.ConsumeAsync(unknown.Record)),
            "RevokeDeviceCodeAsync is false for a device code that was never saved.");
        Same.Record(device.Record with { ConsumedAt = now }, await store.FindAsync(device));
        Same.Record(other.Record, await store.FindAsync(other));
    }

    /// <summary>One step, as for a code.</summary>
    [Fact, Capability(typeof(IExchangeModel))]
    public async Task Exchanging_a_device_code_consumes_it_and_saves_its_tokens()
    {
        await using var store = await OpenAsync<IExchangeModel, IDeviceCodeModel>();
        var device = await store.SaveDeviceAsync();
        await store.CallAsync(c => c.DecideAsync(device.Record, store.New.Allowed(device.Record)));
        var allowed = await store.FindAsync(device);
        var (first, second) = (store.NewTokens(allowed!.Authorization), store.NewTokens(allowed.Authorization));

        Promise(await store.ExchangeAsync(allowed, first), "ExchangeAsync is true for a fresh device code.");
        Same.Record(allowed with { ConsumedAt = store.Clock.GetUtcNow() }, await store.FindAsync(device));
        await IsSavedAsync(store, first);
        Promise(
            !await store.ExchangeAsync(allowed, second) && await store.FoundAsync(second) == "",
            "ExchangeAsync is false and saves nothing for a device code that was consumed.");
    }

    /// <summary>The tombstone: for both codes, and for what is saved before and after it.</summary>
    [Fact, Capability(typeof(IDeviceCodeModel))]
    public async Task Revoking_an_authorization_ends_its_device_code()
    {
        await using var store = await OpenAsync<IDeviceCodeModel>();
        var (device, other) = (await store.SaveDeviceAsync(), await store.SaveDeviceAsync());
        await store.RevokeAsync(device.Record.Authorization);
        await IsRevokedAsync(store, device);
        var late = store.New.Device(device.Record.Authorization);
        await store.SaveAsync(late);
        await IsRevokedAsync(store, late);
        Same.Record(other.Record, await store.FindAsync(other));
    }

    private static async Task IsRevokedAsync(Store store, HeldDevice device)
    {
        Promise(
            await store.FindAsync(device) is null && await store.FindByUserCodeAsync(device) is null,
            "After RevokeAuthorizationAsync, GetDeviceCodeAsync and GetDeviceCodeByUserCodeAsync give null.");
        Promise(
            !await store.CallAsync(c => c.DecideAsync(device.Record, store.New.Allowed(device.Record))),
            "DecideDeviceCodeAsync is false when the authorization was revoked.");
        Promise(
            !await store.CallAsync(c => c.ConsumeAsync(device.Record)),
            ConsumedUnderTombstone(nameof(IDeviceCodeModel.RevokeDeviceCodeAsync)));
    }
}
