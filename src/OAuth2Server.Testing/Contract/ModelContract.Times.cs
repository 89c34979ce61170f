using Xunit;

namespace OAuth2Server.Testing;

/// <content>Times are kept to the tick of 100 ns: an expiry that moves by a fraction is another expiry.</content>
public abstract partial class ModelContract
{
    private static readonly long[] OddTicks = [0, 1, 9, 10, 9_999, 10_000, 1_234_567, 9_999_999];

    /// <summary>When it was granted, when it ends; when it was issued, when it expires.</summary>
    [Fact, Capability(typeof(IOAuthModel))]
    public async Task Times_come_back_to_the_tick_and_in_UTC()
    {
        await using var store = await OpenAsync<IOAuthModel>();
        // In Central Europe this hour of local time is repeated: a store that keeps local times gives another time back.
        var whole = new DateTimeOffset(2026, 10, 25, 1, 59, 59, TimeSpan.Zero);
        foreach (var ticks in OddTicks)
        {
            var time = whole.AddTicks(ticks);
            var authorization = store.New.Authorization() with { GrantedAt = time, EndsAt = time.AddYears(70) };
            await ComeBackAsync(store, authorization);

            var tokens = store.NewTokens(authorization);
            var refresh = tokens.Record.Refresh is { } r ? r with { ExpiresAt = time.AddDays(1) } : null;
            var access = tokens.Record.Access with { IssuedAt = time, ExpiresAt = time.AddHours(1) };
            tokens = tokens with { Record = new() { Access = access, Refresh = refresh } };
            await store.SaveAsync(tokens);
            await IsSavedAsync(store, tokens);

            if (!store.Can<IAuthorizationCodeModel>()) continue;
            var code = store.New.Code(authorization);
            code = code with { Record = code.Record with { ExpiresAt = time.AddSeconds(60) } };
            await store.SaveAsync(code);
            Same.Record(code.Record, await store.FindAsync(code));
        }
    }

    /// <summary>The time of use is the context's, to the tick.</summary>
    [Fact, Capability(typeof(IRefreshTokenModel))]
    public async Task The_time_of_use_comes_back_to_the_tick()
    {
        await using var store = await OpenAsync<IRefreshTokenModel>();
        foreach (var ticks in OddTicks)
        {
            var now = store.Clock.GetUtcNow().AddTicks(ticks);
            var token = await store.SaveRefreshAsync();
            await store.CallAsync(c => c.ConsumeAsync(token.Record, new TestOAuthRequest().At(now)));
            Same.Time(now, (await store.FindAsync(token))?.ConsumedAt, "Credential.ConsumedAt");
            if (!store.Can<IExchangeModel>()) continue;

            var exchanged = await store.SaveRefreshAsync();
            var (successor, replay) = (store.New.Tokens(exchanged.Record.Authorization), store.New.Replay(until: now.AddSeconds(10)));
            await store.CallAsync(c => c.ExchangeAsync(exchanged.Record, successor.Record, replay, new TestOAuthRequest().At(now)));
            Same.Record(exchanged.Record with { ConsumedAt = now, Replay = replay }, await store.FindAsync(exchanged));
        }
    }

    /// <summary>The same for a code.</summary>
    [Fact, Capability(typeof(IAuthorizationCodeModel))]
    public async Task The_time_of_a_code_s_use_comes_back_to_the_tick()
    {
        await using var store = await OpenAsync<IAuthorizationCodeModel>();
        foreach (var ticks in OddTicks)
        {
            var now = store.Clock.GetUtcNow().AddTicks(ticks);
            var code = await store.SaveCodeAsync();
            await store.CallAsync(c => c.ConsumeAsync(code.Record, new TestOAuthRequest().At(now)));
            Same.Time(now, (await store.FindAsync(code))?.ConsumedAt, "Credential.ConsumedAt");
        }
    }

    /// <summary>When it was allowed.</summary>
    [Fact, Capability(typeof(IConsentModel))]
    public async Task The_time_of_a_consent_comes_back_to_the_tick()
    {
        await using var store = await OpenAsync<IConsentModel>();
        foreach (var ticks in OddTicks)
        {
            var consent = NewConsent(store) with { GrantedAt = store.Clock.GetUtcNow().AddTicks(ticks) };
            await SaveAsync(store, consent);
            IsSame(consent, await FindConsentAsync(store, consent));
        }
    }
}
