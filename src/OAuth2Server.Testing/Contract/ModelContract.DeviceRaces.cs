using Xunit;

namespace OAuth2Server.Testing;

/// <content><see cref="IDeviceCodeModel"/>: the same call by many callers at the same moment.</content>
public abstract partial class ModelContract
{
    /// <summary>Two tabs, two users: one answer counts, and all of it.</summary>
    [Fact, Capability(typeof(IDeviceCodeModel))]
    public async Task One_device_code_decided_by_many_callers_is_decided_once()
    {
        await using var store = await OpenAsync<IDeviceCodeModel>();
        await Race.RoundsAsync(Rounds, RaceTime, async () =>
        {
            var device = await store.SaveDeviceAsync();
            var answers = Enumerable.Range(0, Callers).Select(i => i % 2 == 0 ? null : Allowed(device, i)).ToArray();
            var won = await Race.TogetherAsync(store, Callers, async (caller, i) => await caller.DecideAsync(device.Record, answers[i]));
            OneWinner(won, nameof(IDeviceCodeModel.DecideDeviceCodeAsync));

            var expected = answers[Array.IndexOf(won, true)] is { } granted
                ? device.Record with { Status = DeviceCodeStatus.Allowed, Authorization = granted }
                : device.Record with { Status = DeviceCodeStatus.Denied };
            Same.Record(expected, await store.FindAsync(device));
        });

        Authorization Allowed(HeldDevice device, int caller) =>
            store.New.Allowed(device.Record) with { Properties = Properties.Empty.With("caller", $"{caller}") };
    }

    /// <summary>Of many polls at the same moment one is in time, and the others are too fast.</summary>
    [Fact, Capability(typeof(IDeviceCodeModel))]
    public async Task One_device_code_polled_by_many_callers_is_polled_once()
    {
        await using var store = await OpenAsync<IDeviceCodeModel>();
        await Race.RoundsAsync(Rounds, RaceTime, async () =>
        {
            var device = await store.SaveDeviceAsync();
            var now = store.Clock.GetUtcNow();
            // Each at a tick of its own: a store may take two polls at the same tick for one poll that it repeated.
            var won = await Race.TogetherAsync(store, Callers, async (caller, i) =>
                await caller.PollAsync(device.Record, TimeSpan.FromSeconds(5), new TestOAuthRequest().At(now.AddTicks(i))));
            OneWinner(won, nameof(IDeviceCodeModel.RecordPollAsync));
        });
    }

    /// <summary>The same device code, at two nodes at the same moment.</summary>
    [Fact, Capability(typeof(IDeviceCodeModel))]
    public async Task One_device_code_redeemed_by_many_callers_is_consumed_once()
    {
        await using var store = await OpenAsync<IDeviceCodeModel>();
        await Race.RoundsAsync(Rounds, RaceTime, async () =>
        {
            var device = await store.SaveDeviceAsync();
            var won = await Race.TogetherAsync(store, Callers, async (caller, _) =>
                await caller.FindDeviceAsync(device.Secret) is { ConsumedAt: null } found && await caller.ConsumeAsync(found));
            OneWinner(won, nameof(IDeviceCodeModel.RevokeDeviceCodeAsync));
        });
    }

    /// <summary>Two devices with the same user code at the same moment: one of them gets it.</summary>
    [Fact, Capability(typeof(IDeviceCodeModel))]
    public async Task One_user_code_saved_by_many_callers_is_saved_once()
    {
        await using var store = await OpenAsync<IDeviceCodeModel>();
        await Race.RoundsAsync(Rounds, RaceTime, async () =>
        {
            var userCode = Texts.UserCode();
            var devices = Enumerable.Range(0, Callers).Select(_ => store.New.Device(userCode: userCode)).ToArray();
            var won = await Race.TogetherAsync(store, Callers, async (caller, i) => await caller.SaveAsync(devices[i].Record));
            OneWinner(won, nameof(IDeviceCodeModel.SaveDeviceCodeAsync));
            Same.Record(devices[Array.IndexOf(won, true)].Record, await store.FindByUserCodeAsync(devices[0]));
        });
    }
}
