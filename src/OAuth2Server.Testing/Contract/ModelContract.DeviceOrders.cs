using Xunit;

namespace OAuth2Server.Testing;

/// <content><see cref="IDeviceCodeModel"/>: polls, answers and uses in every order, each by a caller who holds the record as it was
/// saved. No write undoes another one.</content>
public abstract partial class ModelContract
{
    /// <summary>The poll that arrives last was read first.</summary>
    [Fact, Capability(typeof(IDeviceCodeModel))]
    public async Task A_late_poll_undoes_neither_an_answer_nor_a_use()
    {
        await using var store = await OpenAsync<IDeviceCodeModel>();
        var (denied, used, earlier) = (await store.SaveDeviceAsync(), await store.SaveDeviceAsync(), await store.SaveDeviceAsync());
        var granted = store.New.Allowed(used.Record);
        await store.CallAsync(c => c.DecideAsync(denied.Record, null));
        await store.CallAsync(c => c.DecideAsync(used.Record, granted));
        await store.CallAsync(c => c.ConsumeAsync(used.Record));
        await store.CallAsync(c => c.PollAsync(earlier.Record, TimeSpan.FromSeconds(5)));
        await store.CallAsync(c => c.DecideAsync(earlier.Record, null));
        foreach (var device in (HeldDevice[])[denied, used, earlier])
            await store.CallAsync(c => c.PollAsync(device.Record, TimeSpan.FromSeconds(10)));

        // Whether the poll itself was recorded does not matter for these: the library refuses them before it records one.
        foreach (var device in (HeldDevice[])[denied, earlier])
        {
            var found = await store.FindAsync(device);
            Same.Record(WithPoll(device.Record with { Status = DeviceCodeStatus.Denied }, found), found);
        }
        var consumed = used.Record with
        {
            Status = DeviceCodeStatus.Allowed,
            Authorization = granted,
            ConsumedAt = store.Clock.GetUtcNow(),
        };
        Same.Record(WithPoll(consumed, await store.FindAsync(used)), await store.FindAsync(used));
        Promise(
            !await store.CallAsync(c => c.ConsumeAsync(used.Record)),
            "RevokeDeviceCodeAsync is false for a consumed device code, also after a late RecordPollAsync.");
        Promise(
            !await store.CallAsync(c => c.DecideAsync(denied.Record, store.New.Allowed(denied.Record))),
            "DecideDeviceCodeAsync is false for a denied device code, also after a late RecordPollAsync.");

        static DeviceCode WithPoll(DeviceCode expected, DeviceCode? found) =>
            expected with { LastPolledAt = found?.LastPolledAt, Interval = found?.Interval ?? expected.Interval };
    }

    /// <summary>The answer that arrives last was read first: it keeps the poll, and it is found by both codes.</summary>
    [Fact, Capability(typeof(IDeviceCodeModel))]
    public async Task A_late_answer_undoes_neither_a_poll_nor_a_use()
    {
        await using var store = await OpenAsync<IDeviceCodeModel>();
        foreach (var allowed in (bool[])[true, false])
        {
            var device = await store.SaveDeviceAsync();
            var granted = store.New.Allowed(device.Record);
            await store.CallAsync(c => c.PollAsync(device.Record, TimeSpan.FromSeconds(10)));
            await store.CallAsync(c => c.DecideAsync(device.Record, allowed ? granted : null));
            var expected = AnsweredAndPolled(store, device, granted);
            if (!allowed) expected = expected with { Status = DeviceCodeStatus.Denied, Authorization = device.Record.Authorization };
            Same.Record(expected, await store.FindAsync(device));
            Same.Record(expected, await store.FindByUserCodeAsync(device));

            if (!allowed) continue;
            await store.CallAsync(c => c.ConsumeAsync(device.Record));
            var second = store.New.Allowed(device.Record) with { Scope = Scope.Of("photos.write") };
            await store.CallAsync(c => c.DecideAsync(device.Record, second));
            await store.CallAsync(c => c.DecideAsync(device.Record, null));
            expected = expected with { ConsumedAt = store.Clock.GetUtcNow() };
            Same.Record(expected, await store.FindAsync(device));
            Same.Record(expected, await store.FindByUserCodeAsync(device));
        }
    }

    /// <summary>The same for a use in one step with the save of the tokens.</summary>
    [Fact, Capability(typeof(IExchangeModel))]
    public async Task Exchanging_a_device_code_keeps_its_answer_and_its_poll()
    {
        await using var store = await OpenAsync<IExchangeModel, IDeviceCodeModel>();
        var device = await store.SaveDeviceAsync();
        var granted = store.New.Allowed(device.Record);
        await store.CallAsync(c => c.PollAsync(device.Record, TimeSpan.FromSeconds(10)));
        await store.CallAsync(c => c.DecideAsync(device.Record, granted));
        var tokens = store.NewTokens(granted);
        Promise(await store.ExchangeAsync(device.Record, tokens), "ExchangeAsync is true for a fresh device code.");
        Same.Record(AnsweredAndPolled(store, device, granted) with { ConsumedAt = store.Clock.GetUtcNow() }, await store.FindAsync(device));
        await IsSavedAsync(store, tokens);
    }

    /// <summary>Each call names one device code: the others keep what they have.</summary>
    [Fact, Capability(typeof(IDeviceCodeModel))]
    public async Task A_poll_an_answer_and_a_use_leave_other_device_codes_alone()
    {
        await using var store = await OpenAsync<IDeviceCodeModel>();
        var (device, other) = (await store.SaveDeviceAsync(), await store.SaveDeviceAsync());
        await store.CallAsync(c => c.PollAsync(device.Record, TimeSpan.FromSeconds(10)));
        Same.Record(other.Record, await store.FindAsync(other));
        await store.CallAsync(c => c.DecideAsync(device.Record, store.New.Allowed(device.Record)));
        Same.Record(other.Record, await store.FindAsync(other));
        await store.CallAsync(c => c.ConsumeAsync(device.Record));
        Same.Record(other.Record, await store.FindAsync(other));
        Same.Record(other.Record, await store.FindByUserCodeAsync(other));
    }

    /// <summary>What was found is not kept: the next look-up by either code has the poll, the answer and the use.</summary>
    [Fact, Capability(typeof(IDeviceCodeModel))]
    public async Task A_poll_an_answer_and_a_use_of_a_found_device_code_are_seen_at_once()
    {
        await using var store = await OpenAsync<IDeviceCodeModel>();
        var device = await store.SaveDeviceAsync();
        var granted = store.New.Allowed(device.Record);
        await IsAsync(device.Record);
        await store.CallAsync(c => c.PollAsync(device.Record, TimeSpan.FromSeconds(10)));
        await IsAsync(device.Record with { LastPolledAt = store.Clock.GetUtcNow(), Interval = TimeSpan.FromSeconds(10) });
        await store.CallAsync(c => c.DecideAsync(device.Record, granted));
        await IsAsync(AnsweredAndPolled(store, device, granted));
        await store.CallAsync(c => c.ConsumeAsync(device.Record));
        await IsAsync(AnsweredAndPolled(store, device, granted) with { ConsumedAt = store.Clock.GetUtcNow() });
        await store.RevokeAsync(granted);
        Promise(
            await store.FindAsync(device) is null && await store.FindByUserCodeAsync(device) is null,
            $"GetDeviceCodeAsync and GetDeviceCodeByUserCodeAsync give null after RevokeAuthorizationAsync. {NoCache}");

        async Task IsAsync(DeviceCode expected)
        {
            Same.Record(expected, await store.FindAsync(device));
            Same.Record(expected, await store.FindByUserCodeAsync(device));
        }
    }

    /// <summary>Two devices would hold one device code: the one would get the tokens of the other.</summary>
    [Fact, Capability(typeof(IDeviceCodeModel))]
    public async Task A_second_device_code_with_the_same_text_is_refused()
    {
        await using var store = await OpenAsync<IDeviceCodeModel>();
        var (first, second) = (await store.SaveDeviceAsync(), store.New.Device());
        var saved = false;
        var threw = await MayThrowAsync(async () =>
            saved = await store.CallAsync(c => c.SaveAsync(second.Record with { Hash = first.Record.Hash })));
        Promise(threw || !saved, "SaveDeviceCodeAsync throws or is false when another device code has the same text, and saves nothing.");
        Same.Record(first.Record, await store.FindAsync(first));
        Promise(await store.FindByUserCodeAsync(second) is null, "A SaveDeviceCodeAsync that throws or is false has saved nothing.");
    }

    /// <summary>Every value of the completed authorization, and every odd tick.</summary>
    [Fact, Capability(typeof(IDeviceCodeModel))]
    public async Task Unusual_values_of_an_answer_come_back()
    {
        await using var store = await OpenAsync<IDeviceCodeModel>();
        var data = UnusualTexts.Aggregate(Properties.Empty, (all, text) => all.With(text, text));
        foreach (var resources in (string[][])[[], ["urn:b", "urn:a"], ["https://api.example.com/a,b", LongUri("b", 2000)]])
        {
            var device = await store.SaveDeviceAsync();
            var granted = store.New.Allowed(device.Record) with
            {
                Scope = Scope.Of("a", "A", "%41"),
                Resources = [.. resources],
                GrantedAt = Start.AddTicks(1_234_567),
                EndsAt = Start.AddDays(365).AddTicks(1),
                Properties = data,
            };
            await store.CallAsync(c => c.DecideAsync(device.Record, granted));
            Same.Record(device.Record with { Status = DeviceCodeStatus.Allowed, Authorization = granted }, await store.FindAsync(device));
        }
    }
}
