using Xunit;

namespace OAuth2Server.Testing;

/// <content>Tombstones, withdrawals and marks are remembered as long as there are records that they end, through every pruning.</content>
public abstract partial class ModelContract
{
    // From minutes, which a cache may keep, to the last day of an authorization.
    private static readonly TimeSpan[] Later =
    [
        TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(31), TimeSpan.FromHours(2), TimeSpan.FromHours(25), TimeSpan.FromDays(6),
        TimeSpan.FromDays(8), TimeSpan.FromDays(31), TimeSpan.FromDays(95), TimeSpan.FromDays(190), TimeSpan.FromDays(363),
    ];

    // Saves that were under way when the authorization was revoked have arrived after this time.
    private static readonly TimeSpan LatestSave = TimeSpan.FromDays(6);

    /// <summary>An authorization lasts a year by default. Its tombstone lasts as long, or its records go before it.</summary>
    [Fact, Capability(typeof(IAuthorizationModel))]
    public async Task A_revoked_authorization_stays_revoked_as_long_as_its_records_live()
    {
        await using var store = await OpenAsync<IAuthorizationModel>();
        var (authorization, exchanged) = (store.New.Authorization(), store.New.Authorization());
        List<HeldTokens> saved = [await SaveLongAsync(store, authorization), await SaveLongAsync(store, exchanged)];
        await store.RevokeAsync(authorization);
        await store.CallAsync(c => c.RevokeAsync(exchanged.Id));
        saved.Add(await SaveLongAsync(store, authorization));
        await EndedThroughAsync(store, saved, [authorization, exchanged], nameof(IAuthorizationModel.RevokeAuthorizationAsync));
    }

    /// <summary>The same for a withdrawal, although the resource owner consents again.</summary>
    [Fact, Capability(typeof(IConsentModel))]
    public async Task A_withdrawal_counts_as_long_as_the_records_before_it_live()
    {
        await using var store = await OpenAsync<IConsentModel, IAuthorizationModel>();
        var authorization = store.New.Authorization();
        List<HeldTokens> saved = [await SaveLongAsync(store, authorization)];
        await WithdrawAsync(store, NewConsent(store));
        saved.Add(await SaveLongAsync(store, authorization));
        await store.AdvanceAsync(TimeSpan.FromSeconds(1));
        await SaveAsync(store, NewConsent(store) with { GrantedAt = store.Clock.GetUtcNow() });
        var later = await SaveLongAsync(store, store.New.Authorization() with { GrantedAt = store.Clock.GetUtcNow() });
        await EndedThroughAsync(store, saved, [authorization], nameof(IConsentModel.RevokeConsentAsync));
        if (store.Can<IRefreshTokenModel>())
        {
            Promise(
                await store.FindAsync(later.HeldRefresh) is not null,
                "GetRefreshTokenAsync finds a token of an authorization that was granted after the RevokeConsentAsync of its pair.");
        }
    }

    /// <summary>An access token may be valid for months. It stays revoked until it expires, although its save is repeated.</summary>
    [Fact, Capability(typeof(IRevocationModel))]
    public async Task A_revoked_access_token_stays_revoked_until_it_expires()
    {
        await using var store = await OpenAsync<IRevocationModel, IAccessTokenModel>();
        var tokens = await SaveLongAsync(store, store.New.Authorization(), withRefresh: false);
        await store.CallAsync(c => c.RevokeAsync(tokens.Record.Access));
        foreach (var time in Later)
        {
            await store.AdvanceToAsync(Start + time);
            await store.PruneAsync();
            var repeated = await MayThrowAsync(() => store.SaveAsync(tokens));
            Promise(
                await store.FindAccessAsync(tokens.AccessText) is null,
                $"GetAccessTokenAsync gives null for a revoked access token until it expires; it found it {Passed(time)} after "
                    + $"RevokeAccessTokenAsync and a repeated SaveTokenAsync, which {(repeated ? "threw" : "returned")}.");
        }
    }

    /// <summary>A consumed refresh token is recognised until its authorization ends, although its save is repeated.</summary>
    [Fact, Capability(typeof(IRefreshTokenModel))]
    public async Task A_consumed_refresh_token_stays_consumed_when_its_save_is_repeated_late()
    {
        await using var store = await OpenAsync<IRefreshTokenModel>();
        var tokens = await SaveLongAsync(store, store.New.Authorization());
        await store.CallAsync(c => c.ConsumeAsync(tokens.Record.Refresh!));
        var expected = tokens.Record.Refresh! with { ConsumedAt = store.Clock.GetUtcNow() };
        foreach (var time in Later)
        {
            await store.AdvanceToAsync(Start + time);
            await store.PruneAsync();
            await MayThrowAsync(() => store.SaveAsync(tokens));
            Same.Record(expected, await store.FindAsync(tokens.HeldRefresh));
        }
    }

    /// <summary>The device may still poll; a second use must be recognised (RFC 8628 §3.5).</summary>
    [Fact, Capability(typeof(IDeviceCodeModel))]
    public async Task A_denied_and_a_consumed_device_code_are_found_until_they_expire()
    {
        await using var store = await OpenAsync<IDeviceCodeModel>();
        var (denied, used) = (await store.SaveDeviceAsync(), await store.SaveDeviceAsync());
        var granted = store.New.Allowed(used.Record);
        await store.CallAsync(c => c.DecideAsync(denied.Record, null));
        await store.CallAsync(c => c.DecideAsync(used.Record, granted));
        await store.CallAsync(c => c.ConsumeAsync(used.Record));
        var isDenied = denied.Record with { Status = DeviceCodeStatus.Denied };
        var isUsed = used.Record with
        {
            Status = DeviceCodeStatus.Allowed,
            Authorization = granted,
            ConsumedAt = store.Clock.GetUtcNow(),
        };
        foreach (var time in (DateTimeOffset[])[Start, Start.AddMinutes(5), Start.AddMinutes(10).AddTicks(-1)])
        {
            await store.AdvanceToAsync(time);
            await store.PruneAsync();
            Same.Record(isDenied, await store.FindAsync(denied));
            Same.Record(isDenied, await store.FindByUserCodeAsync(denied));
            Same.Record(isUsed, await store.FindAsync(used));
            Same.Record(isUsed, await store.FindByUserCodeAsync(used));
        }
    }

    private static async Task<HeldTokens> SaveLongAsync(Store store, Authorization authorization, bool withRefresh = true)
    {
        var tokens = store.New.Tokens(authorization, withRefresh && store.Can<IRefreshTokenModel>());
        var ends = store.Clock.GetUtcNow() + Samples.Lifetime;
        var refresh = tokens.Record.Refresh is { } r ? r with { ExpiresAt = ends } : null;
        tokens = tokens with { Record = new() { Access = tokens.Record.Access with { ExpiresAt = ends }, Refresh = refresh } };
        await store.SaveAsync(tokens);
        return tokens;
    }

    private static async Task EndedThroughAsync(
        Store store, List<HeldTokens> saved, Authorization[] authorizations, string function)
    {
        foreach (var time in Later)
        {
            await store.AdvanceToAsync(Start + time);
            await store.PruneAsync();
            if (time <= LatestSave)
            {
                foreach (var authorization in authorizations) saved.Add(await SaveLongAsync(store, authorization));
            }
            foreach (var tokens in saved) await IsEndedAsync(store, tokens, $"{Passed(time)} after {function}");
        }
    }

    private static async Task IsEndedAsync(Store store, HeldTokens tokens, string when)
    {
        var found = await store.FoundAsync(tokens);
        Promise(
            found == "",
            $"{when} every look-up still gives null for the tokens; found: {found}. Keep the tombstone and the withdrawal as long as there "
                + "may be records that they end, and remove them after those records.");
        if (tokens.Record.Refresh is not { } refresh) return;
        Promise(!await store.CallAsync(c => c.ConsumeAsync(refresh)), $"{when} RevokeTokenAsync is still false.");
    }

    private static string Passed(TimeSpan time) => time.TotalHours < 1 ? $"{time.TotalMinutes} minutes"
        : time.TotalDays < 2 ? $"{time.TotalHours} hours"
        : $"{time.TotalDays} days";
}
