using Xunit;

namespace OAuth2Server.Testing;

/// <content><see cref="IRefreshTokenModel"/>.</content>
public abstract partial class ModelContract
{
    /// <summary>Every member of the record, and of the authorization in it.</summary>
    [Fact, Capability(typeof(IRefreshTokenModel))]
    public async Task A_refresh_token_comes_back_with_every_member()
    {
        await using var store = await OpenAsync<IRefreshTokenModel>();
        var token = await store.SaveRefreshAsync();
        Same.Record(token.Record, await store.FindAsync(token));
    }

    /// <summary>Null comes back as null, empty as empty.</summary>
    [Fact, Capability(typeof(IRefreshTokenModel))]
    public async Task A_refresh_token_that_never_expires_comes_back_without_a_time()
    {
        await using var store = await OpenAsync<IRefreshTokenModel>();
        var tokens = store.New.Tokens(store.New.Authorization() with { EndsAt = null, Resources = [], Properties = Properties.Empty });
        var refresh = tokens.Record.Refresh! with { ExpiresAt = null, Properties = Properties.Empty };
        tokens = tokens with { Record = tokens.Record with { Refresh = refresh } };
        await store.SaveAsync(tokens);

        await store.AdvanceAsync(TimeSpan.FromDays(36_500));
        await store.PruneAsync();
        Same.Record(refresh, await store.FindAsync(tokens.HeldRefresh));
    }

    /// <summary>Null is <c>invalid_grant</c>.</summary>
    [Fact, Capability(typeof(IRefreshTokenModel))]
    public async Task A_refresh_token_is_found_by_its_exact_text_only()
    {
        await using var store = await OpenAsync<IRefreshTokenModel>();
        var token = await store.SaveRefreshAsync();
        string[] others = [Texts.Random(), Texts.OtherCase(token.Text), token.Text + " ", token.Text[..^1], "", "%", "' OR '1'='1"];
        foreach (var text in others)
        {
            Promise(
                await store.CallAsync(c => c.FindRefreshAsync(new(text))) is null,
                "GetRefreshTokenAsync gives null for a text that is not a refresh token.");
        }
    }

    /// <summary>An API does not accept a refresh token, and an access token cannot be refreshed.</summary>
    [Fact, Capability(typeof(IRefreshTokenModel))]
    public async Task A_refresh_token_is_no_access_token_and_the_other_way_round()
    {
        await using var store = await OpenAsync<IRefreshTokenModel>();
        var tokens = store.New.Tokens();
        await store.SaveAsync(tokens);
        Promise(
            await store.CallAsync(c => c.FindRefreshAsync(tokens.Access)) is null,
            "GetRefreshTokenAsync gives null for an access token.");
        if (store.Can<IAccessTokenModel>())
            Promise(await store.FindAccessAsync(tokens.RefreshText!) is null, "GetAccessTokenAsync gives null for a refresh token.");
        if (!store.Can<IAuthorizationCodeModel>()) return;
        Promise(
            await store.CallAsync(c => c.FindCodeAsync(tokens.Refresh)) is null,
            "GetAuthorizationCodeAsync gives null for a refresh token.");
    }

    /// <summary>The compare-and-swap: true once, and false for every later caller.</summary>
    [Fact, Capability(typeof(IRefreshTokenModel))]
    public async Task A_refresh_token_is_consumed_once()
    {
        await using var store = await OpenAsync<IRefreshTokenModel>();
        var token = await store.SaveRefreshAsync();
        var found = await store.FindAsync(token);

        Promise(found is not null, "GetRefreshTokenAsync finds the refresh token that was saved.");
        Promise(await store.CallAsync(c => c.ConsumeAsync(found!)), "RevokeTokenAsync is true for the first caller.");
        Promise(
            !await store.CallAsync(c => c.ConsumeAsync(found!)),
            "RevokeTokenAsync is false for the second caller, who holds the token as it was before.");
        var consumed = await store.FindAsync(token);
        Promise(
            !await store.CallAsync(c => c.ConsumeAsync(consumed ?? found!)),
            "RevokeTokenAsync is false for a token that was found consumed.");
    }

    /// <summary>Until its authorization ends, the reuse of a stolen token is detected, also after months (RFC 9700 §4.14.2).</summary>
    [Fact, Capability(typeof(IRefreshTokenModel))]
    public async Task A_consumed_refresh_token_is_found_until_its_authorization_ends()
    {
        await using var store = await OpenAsync<IRefreshTokenModel>();
        var token = await store.SaveRefreshAsync();
        var now = store.Clock.GetUtcNow().AddSeconds(3);
        await store.CallAsync(c => c.ConsumeAsync(token.Record, new TestOAuthRequest().At(now)));
        Same.Record(token.Record with { ConsumedAt = now }, await store.FindAsync(token));

        await store.AdvanceAsync(token.Record.Authorization.EndsAt!.Value - store.Clock.GetUtcNow() - TimeSpan.FromTicks(1));
        await store.PruneAsync();
        await store.CallAsync(c => c.ConsumeAsync(token.Record));
        Same.Record(token.Record with { ConsumedAt = now }, await store.FindAsync(token));
    }

    /// <summary>A refresh token that was never saved cannot be consumed.</summary>
    [Fact, Capability(typeof(IRefreshTokenModel))]
    public async Task Consuming_an_unknown_refresh_token_is_false()
    {
        await using var store = await OpenAsync<IRefreshTokenModel>();
        var unknown = store.New.Refresh();
        Promise(
            !await store.CallAsync(c => c.ConsumeAsync(unknown.Record)),
            "RevokeTokenAsync is false for a token that was never saved.");
        Promise(await store.FindAsync(unknown) is null, "RevokeTokenAsync saves nothing.");
    }

    /// <summary>One token: neither the other refresh tokens of the family nor its access tokens.</summary>
    [Fact, Capability(typeof(IRefreshTokenModel))]
    public async Task Consuming_a_refresh_token_leaves_the_others_alone()
    {
        await using var store = await OpenAsync<IRefreshTokenModel>();
        var authorization = store.New.Authorization();
        var (one, other) = (store.New.Tokens(authorization), store.New.Tokens(authorization));
        await store.SaveAsync(one);
        await store.SaveAsync(other);

        await store.CallAsync(c => c.ConsumeAsync(one.Record.Refresh!));
        Same.Record(other.Record.Refresh!, await store.FindAsync(other.HeldRefresh));
        Promise(
            await store.FoundAsync(one) == store.AllOf(one),
            "RevokeTokenAsync does not revoke the access token that was issued with the refresh token.");
    }

    /// <summary>To the tick: the last one before <see cref="Credential.ExpiresAt"/> still counts.</summary>
    [Fact, Capability(typeof(IRefreshTokenModel))]
    public async Task A_refresh_token_is_found_until_the_last_tick_before_it_expires()
    {
        await using var store = await OpenAsync<IRefreshTokenModel>();
        var token = await store.SaveRefreshAsync();
        await store.AdvanceAsync(token.Record.ExpiresAt!.Value - store.Clock.GetUtcNow() - TimeSpan.FromTicks(1));
        await store.PruneAsync();
        Same.Record(token.Record, await store.FindAsync(token));

        await store.AdvanceAsync(TimeSpan.FromTicks(1));
        if (await store.FindAsync(token) is { } expired) Same.Record(token.Record, expired);
    }
}
