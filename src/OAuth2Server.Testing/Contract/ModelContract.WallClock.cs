using Xunit;

namespace OAuth2Server.Testing;

/// <content>The hours that a wall clock shows twice, when summer time ends: a store that keeps local times gives another time
/// back.</content>
public abstract partial class ModelContract
{
    // Both passes through the hour: in Europe, in four zones of North America, and in the south of Australia.
    private static readonly DateTimeOffset[] RepeatedHours =
    [
        .. Twice(2026, 10, 25, 0), .. Twice(2026, 11, 1, 5), .. Twice(2026, 11, 1, 6), .. Twice(2026, 11, 1, 7), .. Twice(2026, 11, 1, 8),
        .. Twice(2026, 4, 4, 15), .. OfThisMachine(),
    ];

    /// <summary>Every time of codes and tokens.</summary>
    [Fact, Capability(typeof(IOAuthModel))]
    public async Task Times_in_a_repeated_hour_come_back()
    {
        await using var store = await OpenAsync<IOAuthModel>();
        foreach (var time in RepeatedHours)
        {
            var authorization = store.New.Authorization() with { GrantedAt = time, EndsAt = time.AddDays(365) };
            await ComeBackAsync(store, authorization);
            await ComeBackAsync(store, authorization with { Id = Texts.Random(), GrantedAt = Start, EndsAt = time });
            var tokens = store.NewTokens(store.New.Authorization());
            var refresh = tokens.Record.Refresh is { } r ? r with { ExpiresAt = time } : null;
            var access = tokens.Record.Access with { IssuedAt = time, ExpiresAt = time };
            tokens = tokens with { Record = new() { Access = access, Refresh = refresh } };
            await store.SaveAsync(tokens);
            await IsSavedAsync(store, tokens);
        }
    }

    /// <summary>The time of use, and until when its answer is repeated.</summary>
    [Fact, Capability(typeof(IRefreshTokenModel))]
    public async Task A_time_of_use_in_a_repeated_hour_comes_back()
    {
        await using var store = await OpenAsync<IRefreshTokenModel>();
        foreach (var time in RepeatedHours)
        {
            var (token, exchanged) = (await SaveAsync(time), await SaveAsync(time));
            var context = new TestOAuthRequest().At(time);
            await store.CallAsync(c => c.ConsumeAsync(token.Record, context));
            Same.Record(token.Record with { ConsumedAt = time }, await store.FindAsync(token));
            if (!store.Can<IExchangeModel>()) continue;
            var (successor, replay) = (store.New.Tokens(exchanged.Record.Authorization), store.New.Replay(until: time.AddSeconds(10)));
            await store.CallAsync(c => c.ExchangeAsync(exchanged.Record, successor.Record, replay, context));
            Same.Record(exchanged.Record with { ConsumedAt = time, Replay = replay }, await store.FindAsync(exchanged));
        }

        async Task<Held<RefreshToken>> SaveAsync(DateTimeOffset time)
        {
            var tokens = store.New.Tokens();
            tokens = tokens with { Record = tokens.Record with { Refresh = tokens.Record.Refresh! with { ExpiresAt = time.AddDays(14) } } };
            await store.SaveAsync(tokens);
            return tokens.HeldRefresh;
        }
    }

    /// <summary>Codes, with the time of their use.</summary>
    [Fact, Capability(typeof(IAuthorizationCodeModel))]
    public async Task The_times_of_a_code_in_a_repeated_hour_come_back()
    {
        await using var store = await OpenAsync<IAuthorizationCodeModel>();
        foreach (var time in RepeatedHours)
        {
            var code = store.New.Code();
            code = code with { Record = code.Record with { ExpiresAt = time.AddSeconds(60) } };
            await store.SaveAsync(code);
            Same.Record(code.Record, await store.FindAsync(code));
            await store.CallAsync(c => c.ConsumeAsync(code.Record, new TestOAuthRequest().At(time)));
            Same.Record(code.Record with { ConsumedAt = time }, await store.FindAsync(code));
        }
    }

    /// <summary>Device codes, with the time of the last poll.</summary>
    [Fact, Capability(typeof(IDeviceCodeModel))]
    public async Task The_times_of_a_device_code_in_a_repeated_hour_come_back()
    {
        await using var store = await OpenAsync<IDeviceCodeModel>();
        foreach (var time in RepeatedHours)
        {
            var device = store.New.Device();
            device = device with { Record = device.Record with { ExpiresAt = time.AddMinutes(10) } };
            await store.SaveAsync(device);
            var granted = store.New.Allowed(device.Record) with { GrantedAt = time, EndsAt = time };
            var context = new TestOAuthRequest().At(time);
            await store.CallAsync(c => c.PollAsync(device.Record, TimeSpan.FromSeconds(5), context));
            await store.CallAsync(c => c.DecideAsync(device.Record, granted, context));
            await store.CallAsync(c => c.ConsumeAsync(device.Record, context));
            var expected = device.Record with
            {
                Status = DeviceCodeStatus.Allowed,
                Authorization = granted,
                LastPolledAt = time,
                ConsumedAt = time,
            };
            Same.Record(expected, await store.FindAsync(device));
        }
    }

    /// <summary>A withdrawal in the first pass of the hour does not count for what is granted in the second one.</summary>
    [Fact, Capability(typeof(IConsentModel))]
    public async Task The_times_of_consents_in_a_repeated_hour_come_back()
    {
        await using var store = await OpenAsync<IConsentModel, IAuthorizationModel>();
        foreach (var pair in RepeatedHours.Order().Chunk(2))
        {
            foreach (var time in pair)
            {
                var consent = NewConsent(store) with { GrantedAt = time };
                await SaveAsync(store, consent);
                IsSame(consent, await FindConsentAsync(store, consent));
            }
            var before = await SaveFamilyAsync(store, store.New.Authorization() with { GrantedAt = pair[0].AddMinutes(-1) });
            await WithdrawAsync(store, NewConsent(store), pair[0]);
            var after = await SaveFamilyAsync(store, store.New.Authorization() with { GrantedAt = pair[0].AddMinutes(1) });
            await IsRevokedAsync(store, before, $"After RevokeConsentAsync at {pair[0]:O}, a minute after the grant,");
            await IsUntouchedAsync(store, after, $"RevokeConsentAsync at {pair[0]:O}, a minute before the grant,");
        }
    }

    private static DateTimeOffset[] Twice(int year, int month, int day, int hour)
    {
        var first = new DateTimeOffset(year, month, day, hour, 30, 15, TimeSpan.Zero).AddTicks(1_234_567);
        return [first, first.AddHours(1)];
    }

    private static DateTimeOffset[] OfThisMachine()
    {
        var start = new DateTimeOffset(2026, 1, 1, 0, 30, 15, TimeSpan.Zero);
        var hours = Enumerable.Range(0, 365 * 24).Select(hour => start.AddHours(hour));
        return [.. hours.Where(hour => hour > Start && TimeZoneInfo.Local.IsAmbiguousTime(hour))];
    }
}
