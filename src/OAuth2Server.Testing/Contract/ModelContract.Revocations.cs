using Xunit;

namespace OAuth2Server.Testing;

/// <content><see cref="IRevocationModel"/>: one access token is revoked.</content>
public abstract partial class ModelContract
{
    /// <summary>From the moment at which the call returns.</summary>
    [Fact, Capability(typeof(IRevocationModel))]
    public async Task A_revoked_access_token_is_no_longer_found()
    {
        await using var store = await OpenAsync<IRevocationModel, IAccessTokenModel>();
        var tokens = await RevokedAsync(store);
        Promise(await store.FindAccessAsync(tokens.AccessText) is null, "GetAccessTokenAsync gives null after RevokeAccessTokenAsync.");
    }

    /// <summary>The client has revoked one token, not its session.</summary>
    [Fact, Capability(typeof(IRevocationModel))]
    public async Task Revoking_an_access_token_leaves_its_refresh_token_and_its_siblings_alone()
    {
        await using var store = await OpenAsync<IRevocationModel, IAccessTokenModel>();
        var sibling = await SaveFamilyAsync(store, store.New.Authorization());
        var other = await SaveFamilyAsync(store, store.New.Authorization());
        var tokens = await RevokedAsync(store, sibling.Authorization);

        if (tokens.RefreshText is not null)
        {
            Promise(
                await store.FindAsync(tokens.HeldRefresh) is { ConsumedAt: null },
                "RevokeAccessTokenAsync does not consume the refresh token that was issued with the access token.");
        }
        await IsUntouchedAsync(store, sibling, "RevokeAccessTokenAsync of another access token of the same authorization");
        await IsUntouchedAsync(store, other, "RevokeAccessTokenAsync of an access token of another authorization");
        var later = store.NewTokens(sibling.Authorization);
        await store.SaveAsync(later);
        Promise(
            await store.FoundAsync(later) == store.AllOf(later),
            "SaveTokenAsync after RevokeAccessTokenAsync saves tokens that are found: the authorization is still valid.");
    }

    /// <summary>Neither is an error: a client that received no answer repeats its request, and another node may have been first.</summary>
    [Fact, Capability(typeof(IRevocationModel))]
    public async Task Revoking_an_access_token_twice_or_an_unknown_one_is_no_error()
    {
        await using var store = await OpenAsync<IRevocationModel, IAccessTokenModel>();
        var tokens = await RevokedAsync(store);
        var sibling = store.NewTokens(tokens.Record.Access.Authorization);
        await store.SaveAsync(sibling);
        await store.CallAsync(c => c.RevokeAsync(tokens.Record.Access));
        await store.CallAsync(c => c.RevokeAsync(store.NewTokens(tokens.Record.Access.Authorization).Record.Access));

        Promise(
            await store.FindAccessAsync(tokens.AccessText) is null,
            "GetAccessTokenAsync gives null after two calls of RevokeAccessTokenAsync.");
        Promise(
            await store.FoundAsync(sibling) == store.AllOf(sibling),
            "RevokeAccessTokenAsync of an unknown access token revokes no other one.");
    }

    /// <summary>As long as it would have been valid.</summary>
    [Fact, Capability(typeof(IRevocationModel))]
    public async Task A_revoked_access_token_stays_revoked()
    {
        await using var store = await OpenAsync<IRevocationModel, IAccessTokenModel>();
        var tokens = await RevokedAsync(store);
        for (var i = 0; i < 4; i++)
        {
            await store.PruneAsync();
            Promise(
                await store.FindAccessAsync(tokens.AccessText) is null,
                "GetAccessTokenAsync gives null for a revoked access token, also after other saves and after PruneAsync.");
            await store.AdvanceAsync((tokens.Record.Access.ExpiresAt - store.Clock.GetUtcNow()) / 2);
        }
    }

    /// <summary>A call that returned has revoked the token.</summary>
    [Fact, Capability(typeof(IRevocationModel))]
    public async Task A_cancelled_revocation_of_an_access_token_says_what_happened()
    {
        await using var store = await OpenAsync<IRevocationModel, IAccessTokenModel>();
        await CancelledAtEveryMomentAsync(async ct =>
        {
            var tokens = store.NewTokens();
            await store.SaveAsync(tokens);
            var completed = await CompletesAsync(() => store.CallAsync(c => c.RevokeAsync(tokens.Record.Access, ct: ct)));
            Promise(
                await store.FindAccessAsync(tokens.AccessText) is null || !completed,
                "A RevokeAccessTokenAsync that returned has revoked the token, also when it was cancelled.");
        });
    }

    private static async Task<HeldTokens> RevokedAsync(Store store, Authorization? authorization = null)
    {
        var tokens = store.NewTokens(authorization);
        await store.SaveAsync(tokens);
        var found = await store.FindAccessAsync(tokens.AccessText);
        Promise(found is not null, "GetAccessTokenAsync finds the access token that was saved.");
        await store.CallAsync(c => c.RevokeAsync(found!));
        return tokens;
    }
}
