using Xunit;

namespace OAuth2Server.Testing;

/// <content><see cref="IAuthorizationCodeModel"/>.</content>
public abstract partial class ModelContract
{
    /// <summary>Every member of the record, and of the authorization in it.</summary>
    [Fact, Capability(typeof(IAuthorizationCodeModel))]
    public async Task A_code_comes_back_with_every_member()
    {
        await using var store = await OpenAsync<IAuthorizationCodeModel>();
        var code = await store.SaveCodeAsync();
        Same.Record(code.Record, await store.FindAsync(code));
    }

    /// <summary>Null comes back as null, empty as empty, false as false.</summary>
    [Fact, Capability(typeof(IAuthorizationCodeModel))]
    public async Task A_code_without_its_optional_members_comes_back_without_them()
    {
        await using var store = await OpenAsync<IAuthorizationCodeModel>();
        var empty = store.New.Authorization() with { EndsAt = null, Resources = [], Properties = Properties.Empty, Scope = Scope.Empty };
        var code = store.New.Code(empty);
        var record = code.Record with
        {
            CodeChallenge = null,
            CodeChallengeMethod = null,
            RedirectUriSent = false,
            Properties = Properties.Empty,
        };
        code = code with { Record = record };
        await store.SaveAsync(code);
        Same.Record(code.Record, await store.FindAsync(code));
    }

    /// <summary>Null is <c>invalid_grant</c>.</summary>
    [Fact, Capability(typeof(IAuthorizationCodeModel))]
    public async Task A_code_is_found_by_its_exact_text_only()
    {
        await using var store = await OpenAsync<IAuthorizationCodeModel>();
        var code = await store.SaveCodeAsync();
        string[] others = [Texts.Random(), Texts.OtherCase(code.Text), code.Text + " ", code.Text[..^1], "", "%", "' OR '1'='1"];
        foreach (var text in others)
        {
            Promise(
                await store.CallAsync(c => c.FindCodeAsync(new(text))) is null,
                "GetAuthorizationCodeAsync gives null for a text that is not a code.");
        }
    }

    /// <summary>A client that presents a refresh token as a code gets nothing for it.</summary>
    [Fact, Capability(typeof(IAuthorizationCodeModel))]
    public async Task A_code_is_neither_a_refresh_token_nor_an_access_token()
    {
        await using var store = await OpenAsync<IAuthorizationCodeModel>();
        var code = await store.SaveCodeAsync();
        if (store.Can<IRefreshTokenModel>())
            Promise(await store.CallAsync(c => c.FindRefreshAsync(code.Secret)) is null, "GetRefreshTokenAsync gives null for a code.");
        if (store.Can<IAccessTokenModel>())
            Promise(await store.FindAccessAsync(code.Text) is null, "GetAccessTokenAsync gives null for a code.");
    }

    /// <summary>The compare-and-swap: true once, and false for every later caller.</summary>
    [Fact, Capability(typeof(IAuthorizationCodeModel))]
    public async Task A_code_is_consumed_once()
    {
        await using var store = await OpenAsync<IAuthorizationCodeModel>();
        var code = await store.SaveCodeAsync();
        var found = await store.FindAsync(code);

        Promise(found is not null, "GetAuthorizationCodeAsync finds the code that was saved.");
        Promise(await store.CallAsync(c => c.ConsumeAsync(found!)), "RevokeAuthorizationCodeAsync is true for the first caller.");
        Promise(
            !await store.CallAsync(c => c.ConsumeAsync(found!)),
            "RevokeAuthorizationCodeAsync is false for the second caller, who holds the code as it was before.");
        var consumed = await store.FindAsync(code);
        Promise(
            !await store.CallAsync(c => c.ConsumeAsync(consumed ?? found!)),
            "RevokeAuthorizationCodeAsync is false for a code that was found consumed.");
    }

    /// <summary>RFC 9700 §4.14.2: only a store that keeps consumed codes can recognise a second use.</summary>
    [Fact, Capability(typeof(IAuthorizationCodeModel))]
    public async Task A_consumed_code_is_still_found_with_the_time_of_its_use()
    {
        await using var store = await OpenAsync<IAuthorizationCodeModel>();
        var code = await store.SaveCodeAsync();
        var now = store.Clock.GetUtcNow().AddSeconds(-3);
        await store.CallAsync(c => c.ConsumeAsync(code.Record, new TestOAuthRequest().At(now)));

        await store.AdvanceAsync(code.Record.ExpiresAt!.Value - store.Clock.GetUtcNow() - TimeSpan.FromTicks(1));
        await store.PruneAsync();
        Same.Record(code.Record with { ConsumedAt = now }, await store.FindAsync(code));

        await store.CallAsync(c => c.ConsumeAsync(code.Record));
        Same.Record(code.Record with { ConsumedAt = now }, await store.FindAsync(code));
    }

    /// <summary>A code that was never saved cannot be consumed.</summary>
    [Fact, Capability(typeof(IAuthorizationCodeModel))]
    public async Task Consuming_an_unknown_code_is_false()
    {
        await using var store = await OpenAsync<IAuthorizationCodeModel>();
        var unknown = store.New.Code();
        Promise(
            !await store.CallAsync(c => c.ConsumeAsync(unknown.Record)),
            "RevokeAuthorizationCodeAsync is false for a code that was never saved.");
        Promise(await store.FindAsync(unknown) is null, "RevokeAuthorizationCodeAsync saves nothing.");
    }

    /// <summary>One code, not all codes of a client, a user or an authorization.</summary>
    [Fact, Capability(typeof(IAuthorizationCodeModel))]
    public async Task Consuming_a_code_leaves_the_others_alone()
    {
        await using var store = await OpenAsync<IAuthorizationCodeModel>();
        var authorization = store.New.Authorization();
        var (one, other) = (await store.SaveCodeAsync(authorization), await store.SaveCodeAsync(authorization));

        await store.CallAsync(c => c.ConsumeAsync(one.Record));
        Same.Record(other.Record, await store.FindAsync(other));
        Promise(
            await store.CallAsync(c => c.ConsumeAsync(other.Record)),
            "RevokeAuthorizationCodeAsync is true for another code of the same authorization.");
    }

    /// <summary>To the tick: the last one before <see cref="Credential.ExpiresAt"/> still counts.</summary>
    [Fact, Capability(typeof(IAuthorizationCodeModel))]
    public async Task A_code_is_found_until_the_last_tick_before_it_expires()
    {
        await using var store = await OpenAsync<IAuthorizationCodeModel>();
        var code = await store.SaveCodeAsync();
        await store.AdvanceAsync(code.Record.ExpiresAt!.Value - store.Clock.GetUtcNow() - TimeSpan.FromTicks(1));
        await store.PruneAsync();
        Same.Record(code.Record, await store.FindAsync(code));

        await store.AdvanceAsync(TimeSpan.FromTicks(1));
        // From now on the model may remove it. As long as it is found, its time says that it is expired, and the library refuses it.
        if (await store.FindAsync(code) is { } expired) Same.Record(code.Record, expired);
    }
}
