using Xunit;

namespace OAuth2Server.Testing;

/// <content>Withdrawals do not rest on clocks, and a used code is recognised longer than it could be used.</content>
public abstract partial class ModelContract
{
    /// <summary>What the store has at the withdrawal is revoked, also with a later time.</summary>
    [Fact, Capability(typeof(IConsentModel))]
    public async Task A_withdrawal_ends_what_a_node_with_a_clock_ahead_has_granted()
    {
        await using var store = await OpenAsync<IConsentModel, IAuthorizationModel>();
        var family = await SaveFamilyAsync(store, GrantedAhead(store));
        var withoutRefresh = store.New.Tokens(GrantedAhead(store), withRefresh: false);
        await store.SaveAsync(withoutRefresh);
        var otherPair = await SaveFamilyAsync(store, GrantedAhead(store) with { Issuer = "https://other.example.com" });
        await WithdrawAsync(store, NewConsent(store));

        const string When = "After RevokeConsentAsync, although Authorization.GrantedAt is later than its time,";
        await IsRevokedAsync(store, family, When);
        Promise(await store.FoundAsync(withoutRefresh) == "", $"{When} an access token without a refresh token is not found.");
        if (family.Code is { } code)
        {
            Promise(
                !await store.CallAsync(c => c.ConsumeAsync(code.Record)),
                $"{When} RevokeAuthorizationCodeAsync is false: mark the authorizations that the store has as revoked.");
        }
        await IsRevokedAsync(store, await SaveFamilyAsync(store, family.Authorization), When + " and a save under its id,");
        await IsUntouchedAsync(store, otherPair, "RevokeConsentAsync");
    }

    /// <summary>The device has not fetched its tokens yet.</summary>
    [Fact, Capability(typeof(IConsentModel))]
    public async Task A_withdrawal_ends_a_device_code_that_was_allowed_with_a_clock_ahead()
    {
        await using var store = await OpenAsync<IConsentModel, IDeviceCodeModel>();
        var device = await store.SaveDeviceAsync();
        var granted = store.New.Allowed(device.Record) with { GrantedAt = store.Clock.GetUtcNow() + Ahead };
        await store.CallAsync(c => c.DecideAsync(device.Record, granted));
        await WithdrawAsync(store, NewConsent(store) with { Subject = granted.Subject! });
        Promise(
            await store.FindAsync(device) is null && !await store.CallAsync(c => c.ConsumeAsync(device.Record)),
            "After RevokeConsentAsync an allowed device code of its pair is not found and not consumed, also with a later time.");
    }

    /// <summary>A model that consumes, then saves, is between the two when the withdrawal comes.</summary>
    [Fact, Capability(typeof(IConsentModel))]
    public async Task A_withdrawal_between_a_use_and_the_save_after_it_counts()
    {
        await using var store = await OpenAsync<IConsentModel, IAuthorizationCodeModel>();
        Assert.SkipWhen(store.Can<IExchangeModel>(), "The model consumes and saves in one step.");
        var code = await store.SaveCodeAsync(GrantedAhead(store));
        await store.CallAsync(c => c.ConsumeAsync(code.Record));
        await WithdrawAsync(store, NewConsent(store));
        var tokens = store.NewTokens(code.Record.Authorization);
        await store.SaveAsync(tokens);
        Promise(
            await store.FoundAsync(tokens) == "",
            "RevokeConsentAsync also revokes the authorization of a code that was consumed: its tokens may be saved after it.");
    }

    /// <summary>RFC 6749 §4.1.2: its second use ends what the first one gave, also a month later.</summary>
    [Fact, Capability(typeof(IAuthorizationCodeModel))]
    public async Task A_used_code_is_found_as_long_as_what_it_gave_can_be_used()
    {
        await using var store = await OpenAsync<IAuthorizationCodeModel, IRefreshTokenModel>();
        foreach (var endsAt in (DateTimeOffset?[])[Start + Samples.Lifetime, null])
        {
            await store.AdvanceAsync(TimeSpan.FromSeconds(1));
            var code = await store.SaveCodeAsync(store.New.Authorization() with { EndsAt = endsAt });
            var used = store.Clock.GetUtcNow();
            var tokens = await UseAsync(store, code);
            foreach (var days in (int[])[1, 6, 6])
            {
                await store.AdvanceAsync(TimeSpan.FromDays(days));
                await store.PruneAsync();
                Promise(
                    await store.FindAsync(code) is { ConsumedAt: not null },
                    "GetAuthorizationCodeAsync finds a consumed code after its ExpiresAt, as long as a token of its authorization can be "
                        + $"used; {(store.Clock.GetUtcNow() - used).TotalDays} days after its use it gave "
                        + (await store.FindAsync(code) is null ? "null." : "a fresh one."));
                Promise(await store.FindAsync(tokens.HeldRefresh) is not null, "GetRefreshTokenAsync finds a token until it expires.");
            }
            Same.Record(code.Record with { ConsumedAt = used }, await store.FindAsync(code));
        }
    }

    private static Authorization GrantedAhead(Store store) =>
        store.New.Authorization() with { GrantedAt = store.Clock.GetUtcNow() + Ahead };

    private static async Task<HeldTokens> UseAsync(Store store, Held<AuthorizationCode> code)
    {
        var tokens = store.New.Tokens(code.Record.Authorization);
        if (store.Can<IExchangeModel>())
        {
            Assert.True(await store.ExchangeAsync(code.Record, tokens));
            return tokens;
        }
        Assert.True(await store.CallAsync(c => c.ConsumeAsync(code.Record)));
        await store.SaveAsync(tokens);
        return tokens;
    }
}
