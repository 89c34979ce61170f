using Xunit;

namespace OAuth2Server.Testing;

/// <content><see cref="IRevocationModel"/>: one access token ends.</content>
public abstract partial class ModelContract
{
    /// <summary>From the moment on at which the call returns.</summary>
    [Fact, Capability(typeof(IRevocationModel))]
    public async Task A_revoked_access_token_is_no_longer_found()
    {
        await using var store = await OpenAsync<IRevocationModel, IAccessTokenModel>();
        var tokens = await RevokedAsync(store);
        Promise(await store.FindAccessAsync(tokens.AccessText) is null, "GetAccessTokenAsync gives null after RevokeAccessTokenAsync.");
    }

    /// <summary>The client gave up one token, not its session.</summary>
    [Fact, Capability(typeof(IRevocationModel))]
    public async Task Revoking_an_access_token_leaves_its_refresh_token_and_its_siblings_alone()
    {
        await using var store = await OpenAsync<IRevocationModel, IAccessTokenModel>();
        var (sibling, other) = (await SaveFamilyAsync(store, store.New.Authorization()), await SaveFamilyAsync(store, store.New.Authorization()));
        var tokens = await RevokedAsync(store, sibling.Authorization);

        if (tokens.RefreshText is not null) Promise(await store.FindAsync(tokens.HeldRefresh) is { ConsumedAt: null }, "RevokeAccessTokenAsync leaves the refresh token that was issued with it fresh.");
        await IsAliveAsync(store, sibling, "Revoking an access token of the same authorization");
        await IsAliveAsync(store, other, "Revoking an access token of another authorization");
        var later = store.NewTokens(sibling.Authorization);
        await store.SaveAsync(later);
        Promise(await store.LivingAsync(later) == store.Whole(later), "What is issued after RevokeAccessTokenAsync lives: the authorization goes on.");
    }

    /// <summary>Neither is an error: a client that got no answer asks again, and another node may have been first.</summary>
    [Fact, Capability(typeof(IRevocationModel))]
    public async Task Revoking_an_access_token_twice_or_an_unknown_one_is_no_error()
    {
        await using var store = await OpenAsync<IRevocationModel, IAccessTokenModel>();
        var tokens = await RevokedAsync(store);
        var living = store.NewTokens(tokens.Record.Access.Authorization);
        await store.SaveAsync(living);
        await store.CallAsync(c => c.RevokeAsync(tokens.Record.Access));
        await store.CallAsync(c => c.RevokeAsync(store.NewTokens(tokens.Record.Access.Authorization).Record.Access));

        Promise(await store.FindAccessAsync(tokens.AccessText) is null, "GetAccessTokenAsync gives null after RevokeAccessTokenAsync was called twice.");
        Promise(await store.LivingAsync(living) == store.Whole(living), "RevokeAccessTokenAsync of an unknown access token revokes no other.");
    }

    /// <summary>As long as it would have been good.</summary>
    [Fact, Capability(typeof(IRevocationModel))]
    public async Task A_revoked_access_token_stays_dead()
    {
        await using var store = await OpenAsync<IRevocationModel, IAccessTokenModel>();
        var tokens = await RevokedAsync(store);
        for (var i = 0; i < 4; i++)
        {
            await store.PruneAsync();
            Promise(await store.FindAccessAsync(tokens.AccessText) is null, "A revoked access token is not found later, whatever was saved and pruned since.");
            store.Clock.Advance((tokens.Record.Access.ExpiresAt - store.Clock.GetUtcNow()) / 2);
        }
    }

    /// <summary>A call that returned has revoked.</summary>
    [Fact, Capability(typeof(IRevocationModel))]
    public async Task A_cancelled_revocation_of_an_access_token_says_what_happened()
    {
        await using var store = await OpenAsync<IRevocationModel, IAccessTokenModel>();
        await CancelledAtEveryMomentAsync(async ct =>
        {
            var tokens = store.NewTokens();
            await store.SaveAsync(tokens);
            var completed = await CompletesAsync(() => store.CallAsync(c => c.RevokeAsync(tokens.Record.Access, ct: ct)));
            Promise(await store.FindAccessAsync(tokens.AccessText) is null || !completed, "A RevokeAccessTokenAsync that returned has revoked the token, also when it was cancelled.");
        });
    }

    private static async Task<HeldTokens> RevokedAsync(Store store, Authorization? authorization = null)
    {
        var tokens = store.NewTokens(authorization);
        await store.SaveAsync(tokens);
        var found = await store.FindAccessAsync(tokens.AccessText);
        Promise(found is not null, "The access token that was saved is found.");
        await store.CallAsync(c => c.RevokeAsync(found!));
        return tokens;
    }
}
