using Xunit;

namespace OAuth2Server.Testing;

/// <content><see cref="IDeviceCodeModel"/>: the resource owner's answer, and the device's polls.</content>
public abstract partial class ModelContract
{
    /// <summary>The authorization is completed in the same step, whoever allowed it.</summary>
    [Fact, Capability(typeof(IDeviceCodeModel))]
    public async Task An_allowed_device_code_has_the_completed_authorization()
    {
        await using var store = await OpenAsync<IDeviceCodeModel>();
        string?[] subjects = store.Fixture.SubjectsAreUsers ? [null] : [null, .. UnusualTexts];
        foreach (var subject in subjects)
        {
            var device = await store.SaveDeviceAsync();
            var granted = store.New.Allowed(device.Record);
            granted = granted with { Subject = subject ?? granted.Subject, GrantedAt = granted.GrantedAt.AddTicks(1), EndsAt = subject is null ? null : granted.EndsAt };
            Promise(await store.CallAsync(c => c.DecideAsync(device.Record, granted)), "DecideDeviceCodeAsync is true for a pending device code.");
            var expected = device.Record with { Status = DeviceCodeStatus.Allowed, Authorization = granted };
            Same.Record(expected, await store.FindAsync(device));
            Same.Record(expected, await store.FindByUserCodeAsync(device));
        }
    }

    /// <summary>Nothing else changes.</summary>
    [Fact, Capability(typeof(IDeviceCodeModel))]
    public async Task A_denied_device_code_keeps_everything_else()
    {
        await using var store = await OpenAsync<IDeviceCodeModel>();
        var (device, other) = (await store.SaveDeviceAsync(), await store.SaveDeviceAsync());
        Promise(await store.CallAsync(c => c.DecideAsync(device.Record, null)), "DecideDeviceCodeAsync is true for a pending device code.");
        Same.Record(device.Record with { Status = DeviceCodeStatus.Denied }, await store.FindAsync(device));
        Same.Record(other.Record, await store.FindAsync(other));
    }

    /// <summary>The compare-and-swap: whoever comes later, with the record as it was before, changes nothing.</summary>
    [Fact, Capability(typeof(IDeviceCodeModel))]
    public async Task A_device_code_is_decided_once()
    {
        await using var store = await OpenAsync<IDeviceCodeModel>();
        foreach (var allowed in (bool[])[true, false])
        {
            var device = await store.SaveDeviceAsync();
            await store.CallAsync(c => c.DecideAsync(device.Record, allowed ? store.New.Allowed(device.Record) : null));
            var decided = await store.FindAsync(device);
            foreach (var code in (DeviceCode[])[device.Record, decided!])
            {
                Promise(!await store.CallAsync(c => c.DecideAsync(code, store.New.Allowed(code) with { Scope = Scope.Of("photos.write") })), "DecideDeviceCodeAsync is false for a device code that was decided.");
                Promise(!await store.CallAsync(c => c.DecideAsync(code, null)), "DecideDeviceCodeAsync is false for a device code that was decided.");
            }
            Same.Record(decided!, await store.FindAsync(device));
        }
        Promise(!await store.CallAsync(c => c.DecideAsync(store.New.Device().Record, null)), "DecideDeviceCodeAsync is false for a device code that was never saved.");
    }

    /// <summary>The interval that grew is what makes <c>slow_down</c> slow.</summary>
    [Fact, Capability(typeof(IDeviceCodeModel))]
    public async Task A_poll_is_recorded_with_its_time_and_interval_to_the_tick()
    {
        await using var store = await OpenAsync<IDeviceCodeModel>();
        var device = await store.SaveDeviceAsync();
        var found = device.Record;
        foreach (var ticks in OddTicks)
        {
            store.Clock.Advance(TimeSpan.FromSeconds(1));
            var (now, interval) = (store.Clock.GetUtcNow().AddTicks(ticks), TimeSpan.FromSeconds(5).Add(TimeSpan.FromTicks(ticks)));
            var before = found;
            Promise(await store.CallAsync(c => c.PollAsync(before, interval, new TestOAuthRequest().At(now))), "RecordPollAsync is true when no other poll came in between.");
            found = (await store.FindAsync(device))!;
            Same.Record(device.Record with { LastPolledAt = now, Interval = interval }, found);
        }
        Promise(!await store.CallAsync(c => c.PollAsync(device.Record, TimeSpan.Zero, new TestOAuthRequest().At(store.Clock.GetUtcNow().AddDays(1)))), "RecordPollAsync is false when another poll came in between.");
        Same.Record(found, await store.FindAsync(device));
    }

    /// <summary>The device polls while the user answers: neither undoes the other.</summary>
    [Fact, Capability(typeof(IDeviceCodeModel))]
    public async Task A_poll_and_an_answer_leave_each_other_alone()
    {
        await using var store = await OpenAsync<IDeviceCodeModel>();
        var device = await store.SaveDeviceAsync();
        var granted = store.New.Allowed(device.Record);
        var now = store.Clock.GetUtcNow();
        Promise(await store.CallAsync(c => c.PollAsync(device.Record, TimeSpan.FromSeconds(10))), "RecordPollAsync is true for the first poll.");
        Promise(await store.CallAsync(c => c.DecideAsync(device.Record, granted)), "DecideDeviceCodeAsync is true although the device polled in between.");
        Same.Record(device.Record with { Status = DeviceCodeStatus.Allowed, Authorization = granted, LastPolledAt = now, Interval = TimeSpan.FromSeconds(10) }, await store.FindAsync(device));
    }

    /// <summary>Who withdraws a consent means what devices were allowed before, too; what is allowed later is new, whenever it was asked for.</summary>
    [Fact, Capability(typeof(IConsentModel))]
    public async Task Withdrawing_a_consent_ends_the_device_codes_that_were_allowed_before()
    {
        await using var store = await OpenAsync<IConsentModel, IDeviceCodeModel>();
        var (before, after) = (await store.SaveDeviceAsync(), await store.SaveDeviceAsync());
        await store.CallAsync(c => c.DecideAsync(before.Record, store.New.Allowed(before.Record)));
        await WithdrawAsync(store, NewConsent(store));
        Promise(await store.FindAsync(before) is null, "After RevokeConsentAsync GetDeviceCodeAsync gives null for a device code that was allowed before.");

        store.Clock.Advance(TimeSpan.FromTicks(1));
        var granted = store.New.Allowed(after.Record);
        Promise(await store.CallAsync(c => c.DecideAsync(after.Record, granted)), "RevokeConsentAsync leaves device codes alone that nobody has answered.");
        Same.Record(after.Record with { Status = DeviceCodeStatus.Allowed, Authorization = granted }, await store.FindAsync(after));
    }

    /// <summary>Two tabs, two users: one answer counts, wholly.</summary>
    [Fact, Capability(typeof(IDeviceCodeModel))]
    public async Task One_device_code_decided_by_many_callers_is_decided_once()
    {
        await using var store = await OpenAsync<IDeviceCodeModel>();
        await Race.RoundsAsync(Rounds, RaceTime, async () =>
        {
            var device = await store.SaveDeviceAsync();
            var answers = Enumerable.Range(0, Callers).Select(i => i % 2 == 0 ? null : store.New.Allowed(device.Record) with { Properties = Properties.Empty.With("caller", $"{i}") }).ToArray();
            var won = await Race.TogetherAsync(store, Callers, async (caller, i) => await caller.DecideAsync(device.Record, answers[i]));
            OneWinner(won, nameof(IDeviceCodeModel.DecideDeviceCodeAsync));
            var answer = answers[Array.IndexOf(won, true)];
            Same.Record(device.Record with { Status = answer is null ? DeviceCodeStatus.Denied : DeviceCodeStatus.Allowed, Authorization = answer ?? device.Record.Authorization }, await store.FindAsync(device));
        });
    }

    /// <summary>A device that polls many times at once is too fast all but once.</summary>
    [Fact, Capability(typeof(IDeviceCodeModel))]
    public async Task One_device_code_polled_by_many_callers_is_polled_once()
    {
        await using var store = await OpenAsync<IDeviceCodeModel>();
        await Race.RoundsAsync(Rounds, RaceTime, async () =>
        {
            var device = await store.SaveDeviceAsync();
            var now = store.Clock.GetUtcNow();
            // No two at the same tick: a store may take those for one poll that it repeated.
            var won = await Race.TogetherAsync(store, Callers, async (caller, i) => await caller.PollAsync(device.Record, TimeSpan.FromSeconds(5), new TestOAuthRequest().At(now.AddTicks(i))));
            OneWinner(won, nameof(IDeviceCodeModel.RecordPollAsync));
        });
    }

    /// <summary>The same device code, at two nodes in the same moment.</summary>
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

    /// <summary>Two devices that were given the same user code in the same moment.</summary>
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
