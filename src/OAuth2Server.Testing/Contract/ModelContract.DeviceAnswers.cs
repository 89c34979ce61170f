using Xunit;

namespace OAuth2Server.Testing;

/// <content><see cref="IDeviceCodeModel"/>: the resource owner's answer, and the device's polls.</content>
public abstract partial class ModelContract
{
    /// <summary>The authorization is completed in the same step, for every subject.</summary>
    [Fact, Capability(typeof(IDeviceCodeModel))]
    public async Task An_allowed_device_code_has_the_completed_authorization()
    {
        await using var store = await OpenAsync<IDeviceCodeModel>();
        string?[] subjects = store.Fixture.SubjectsAreUsers ? [null] : [null, .. UnusualTexts];
        foreach (var subject in subjects)
        {
            var device = await store.SaveDeviceAsync();
            var granted = store.New.Allowed(device.Record);
            granted = granted with
            {
                Subject = subject ?? granted.Subject,
                GrantedAt = granted.GrantedAt.AddTicks(1),
                EndsAt = subject is null ? null : granted.EndsAt,
            };
            Promise(
                await store.CallAsync(c => c.DecideAsync(device.Record, granted)),
                "DecideDeviceCodeAsync is true for a pending device code.");
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

    /// <summary>The compare-and-swap: a later caller, who holds the record as it was before, changes nothing.</summary>
    [Fact, Capability(typeof(IDeviceCodeModel))]
    public async Task A_device_code_is_decided_once()
    {
        const string Sentence = "DecideDeviceCodeAsync is false for a device code that was decided before.";
        await using var store = await OpenAsync<IDeviceCodeModel>();
        foreach (var allowed in (bool[])[true, false])
        {
            var device = await store.SaveDeviceAsync();
            await store.CallAsync(c => c.DecideAsync(device.Record, allowed ? store.New.Allowed(device.Record) : null));
            var decided = await store.FindAsync(device);
            foreach (var code in (DeviceCode[])[device.Record, decided!])
            {
                var other = store.New.Allowed(code) with { Scope = Scope.Of("photos.write") };
                Promise(!await store.CallAsync(c => c.DecideAsync(code, other)), Sentence);
                Promise(!await store.CallAsync(c => c.DecideAsync(code, null)), Sentence);
            }
            Same.Record(decided!, await store.FindAsync(device));
        }
        Promise(
            !await store.CallAsync(c => c.DecideAsync(store.New.Device().Record, null)),
            "DecideDeviceCodeAsync is false for a device code that was never saved.");
    }

    /// <summary>An interval that is not kept makes <c>slow_down</c> useless.</summary>
    [Fact, Capability(typeof(IDeviceCodeModel))]
    public async Task A_poll_is_recorded_with_its_time_and_interval_to_the_tick()
    {
        await using var store = await OpenAsync<IDeviceCodeModel>();
        var device = await store.SaveDeviceAsync();
        var found = device.Record;
        foreach (var ticks in OddTicks)
        {
            await store.AdvanceAsync(TimeSpan.FromSeconds(1));
            var (now, interval) = (store.Clock.GetUtcNow().AddTicks(ticks), TimeSpan.FromSeconds(5).Add(TimeSpan.FromTicks(ticks)));
            var before = found;
            Promise(
                await store.CallAsync(c => c.PollAsync(before, interval, new TestOAuthRequest().At(now))),
                "RecordPollAsync is true when no other poll was recorded since the device code was found.");
            found = (await store.FindAsync(device))!;
            Same.Record(device.Record with { LastPolledAt = now, Interval = interval }, found);
        }
        var later = new TestOAuthRequest().At(store.Clock.GetUtcNow().AddDays(1));
        Promise(
            !await store.CallAsync(c => c.PollAsync(device.Record, TimeSpan.Zero, later)),
            "RecordPollAsync is false when another poll was recorded since the device code was found.");
        Same.Record(found, await store.FindAsync(device));
    }

    /// <summary>The device polls while the user answers: neither undoes the other, in either order.</summary>
    /// <remarks>Each caller holds the record as it was before. A store that writes the whole record back loses one of the two.</remarks>
    [Fact, Capability(typeof(IDeviceCodeModel))]
    public async Task A_poll_and_an_answer_leave_each_other_alone()
    {
        await using var store = await OpenAsync<IDeviceCodeModel>();
        foreach (var pollIsFirst in (bool[])[true, false])
        {
            var device = await store.SaveDeviceAsync();
            var granted = store.New.Allowed(device.Record);
            if (pollIsFirst) await PollAsync(device);
            Promise(
                await store.CallAsync(c => c.DecideAsync(device.Record, granted)),
                "DecideDeviceCodeAsync is true for a pending device code, also when the device polled since it was found.");
            if (!pollIsFirst) await PollAsync(device);

            Same.Record(AnsweredAndPolled(store, device, granted), await store.FindAsync(device));
        }

        async Task PollAsync(HeldDevice device) => Promise(
            await store.CallAsync(c => c.PollAsync(device.Record, TimeSpan.FromSeconds(10))),
            "RecordPollAsync is true for the first poll, also when the user answered since the device code was found.");
    }

    /// <summary>The caller holds the record as it was before the answer and the poll: consuming keeps both.</summary>
    [Fact, Capability(typeof(IDeviceCodeModel))]
    public async Task Consuming_a_device_code_keeps_its_answer_and_its_poll()
    {
        await using var store = await OpenAsync<IDeviceCodeModel>();
        var device = await store.SaveDeviceAsync();
        var granted = store.New.Allowed(device.Record);
        await store.CallAsync(c => c.PollAsync(device.Record, TimeSpan.FromSeconds(10)));
        await store.CallAsync(c => c.DecideAsync(device.Record, granted));
        Promise(await store.CallAsync(c => c.ConsumeAsync(device.Record)), "RevokeDeviceCodeAsync is true for the first caller.");

        var expected = AnsweredAndPolled(store, device, granted) with { ConsumedAt = store.Clock.GetUtcNow() };
        Same.Record(expected, await store.FindAsync(device));
    }

    private static DeviceCode AnsweredAndPolled(Store store, HeldDevice device, Authorization granted) => device.Record with
    {
        Status = DeviceCodeStatus.Allowed,
        Authorization = granted,
        LastPolledAt = store.Clock.GetUtcNow(),
        Interval = TimeSpan.FromSeconds(10),
    };
}
