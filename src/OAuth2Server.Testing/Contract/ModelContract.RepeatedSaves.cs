using Xunit;

namespace OAuth2Server.Testing;

/// <content>Saves that are repeated because the first answer was lost, and saves of another record with the same text.</content>
/// <remarks>A repeated save throws or returns, and changes nothing. A save of another record with the same text throws.</remarks>
public abstract partial class ModelContract
{
    /// <summary>The user or the client has revoked the token: a late repetition of its save must not make it valid again.</summary>
    [Fact, Capability(typeof(IRevocationModel))]
    public async Task A_revoked_access_token_stays_revoked_when_its_save_is_repeated()
    {
        await using var store = await OpenAsync<IRevocationModel, IAccessTokenModel>();
        var tokens = await RevokedAsync(store);
        await MayThrowAsync(() => store.SaveAsync(tokens));
        Promise(
            await store.FindAccessAsync(tokens.AccessText) is null,
            "GetAccessTokenAsync gives null when SaveTokenAsync was repeated after RevokeAccessTokenAsync: keep its row, marked.");

        await store.AdvanceAsync(TimeSpan.FromMinutes(1));
        await store.PruneAsync();
        await MayThrowAsync(() => store.SaveAsync(tokens));
        Promise(
            await store.FindAccessAsync(tokens.AccessText) is null,
            "GetAccessTokenAsync gives null when SaveTokenAsync was repeated after RevokeAccessTokenAsync, also after PruneAsync.");
    }

    /// <summary>A fresh record that is saved twice is there once, unchanged.</summary>
    [Fact, Capability(typeof(IOAuthModel))]
    public async Task A_repeated_save_changes_nothing()
    {
        await using var store = await OpenAsync<IOAuthModel>();
        var tokens = store.NewTokens();
        await store.SaveAsync(tokens);
        await MayThrowAsync(() => store.SaveAsync(tokens));
        await IsSavedAsync(store, tokens);
        if (!store.Can<IAuthorizationCodeModel>()) return;

        var code = await store.SaveCodeAsync();
        await MayThrowAsync(() => store.SaveAsync(code));
        Same.Record(code.Record, await store.FindAsync(code));
    }

    /// <summary>A code that becomes fresh again could be used a second time (RFC 6749 §4.1.2).</summary>
    [Fact, Capability(typeof(IAuthorizationCodeModel))]
    public async Task A_repeated_save_never_overwrites_a_consumed_code()
    {
        await using var store = await OpenAsync<IAuthorizationCodeModel>();
        var code = await store.SaveCodeAsync();
        var consumed = code.Record with { ConsumedAt = store.Clock.GetUtcNow() };
        await store.CallAsync(c => c.ConsumeAsync(code.Record));
        await MayThrowAsync(() => store.SaveAsync(code));
        Same.Record(consumed, await store.FindAsync(code));
        Promise(
            !await store.CallAsync(c => c.ConsumeAsync(code.Record)),
            "RevokeAuthorizationCodeAsync is false for a consumed code, also when SaveAuthorizationCodeAsync was repeated since.");
    }

    /// <summary>A refresh token that becomes fresh again hides its reuse (RFC 9700 §4.14.2).</summary>
    [Fact, Capability(typeof(IRefreshTokenModel))]
    public async Task A_repeated_save_never_overwrites_a_consumed_refresh_token()
    {
        await using var store = await OpenAsync<IRefreshTokenModel>();
        var tokens = store.New.Tokens();
        await store.SaveAsync(tokens);
        await store.CallAsync(c => c.ConsumeAsync(tokens.Record.Refresh!));
        await MayThrowAsync(() => store.SaveAsync(tokens));
        Same.Record(tokens.Record.Refresh! with { ConsumedAt = store.Clock.GetUtcNow() }, await store.FindAsync(tokens.HeldRefresh));
        Promise(
            !await store.CallAsync(c => c.ConsumeAsync(tokens.Record.Refresh!)),
            "RevokeTokenAsync is false for a consumed refresh token, also when SaveTokenAsync was repeated after it was consumed.");
    }

    /// <summary>The answer of the user, the poll and the use stay.</summary>
    [Fact, Capability(typeof(IDeviceCodeModel))]
    public async Task A_repeated_save_never_overwrites_a_device_code()
    {
        await using var store = await OpenAsync<IDeviceCodeModel>();
        var device = await store.SaveDeviceAsync();
        var granted = store.New.Allowed(device.Record);
        await store.CallAsync(c => c.PollAsync(device.Record, TimeSpan.FromSeconds(10)));
        await store.CallAsync(c => c.DecideAsync(device.Record, granted));
        var answered = AnsweredAndPolled(store, device, granted);
        await MayThrowAsync(() => store.SaveAsync(device));
        Same.Record(answered, await store.FindAsync(device));

        await store.CallAsync(c => c.ConsumeAsync(device.Record));
        await MayThrowAsync(() => store.SaveAsync(device));
        Same.Record(answered with { ConsumedAt = store.Clock.GetUtcNow() }, await store.FindAsync(device));
    }

    /// <summary>A token generator that repeats itself: two clients would hold one access token.</summary>
    [Fact, Capability(typeof(IAccessTokenModel))]
    public async Task A_second_access_token_with_the_same_text_is_refused()
    {
        await using var store = await OpenAsync<IAccessTokenModel>();
        var (first, second) = (store.NewTokens(), store.NewTokens());
        await store.SaveAsync(first);
        var same = second.Record with { Access = second.Record.Access with { Hash = first.Record.Access.Hash } };
        await ThrowsAsync(() => store.CallAsync(c => c.SaveAsync(same)), nameof(IOAuthModel.SaveTokenAsync), "access token");
        Same.Record(first.Record.Access, await store.FindAccessAsync(first.AccessText));
    }

    /// <summary>The same for a refresh token, saved and exchanged for.</summary>
    [Fact, Capability(typeof(IRefreshTokenModel))]
    public async Task A_second_refresh_token_with_the_same_text_is_refused()
    {
        await using var store = await OpenAsync<IRefreshTokenModel>();
        var (first, second, third) = (store.New.Tokens(), store.New.Tokens(), await store.SaveRefreshAsync());
        await store.SaveAsync(first);
        await ThrowsAsync(() => store.CallAsync(c => c.SaveAsync(WithTextOf(second))), nameof(IOAuthModel.SaveTokenAsync), "refresh token");
        if (store.Can<IExchangeModel>())
        {
            var successor = WithTextOf(store.New.Tokens(third.Record.Authorization));
            await ThrowsAsync(
                () => store.CallAsync(c => c.ExchangeAsync(third.Record, successor)),
                nameof(IExchangeModel.ExchangeAsync),
                "refresh token");
        }
        Same.Record(first.Record.Refresh!, await store.FindAsync(first.HeldRefresh));

        Token WithTextOf(HeldTokens tokens) =>
            tokens.Record with { Refresh = tokens.Record.Refresh! with { Hash = first.Record.Refresh!.Hash } };
    }

    /// <summary>The same for a code.</summary>
    [Fact, Capability(typeof(IAuthorizationCodeModel))]
    public async Task A_second_code_with_the_same_text_is_refused()
    {
        await using var store = await OpenAsync<IAuthorizationCodeModel>();
        var (first, second) = (await store.SaveCodeAsync(), store.New.Code());
        var same = second.Record with { Hash = first.Record.Hash };
        await ThrowsAsync(
            () => store.CallAsync(c => c.SaveAsync(same)), nameof(IAuthorizationCodeModel.SaveAuthorizationCodeAsync), "code");
        Same.Record(first.Record, await store.FindAsync(first));
    }

    private static async Task<bool> MayThrowAsync(Func<Task> call)
    {
        try
        {
            await call();
            return false;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            return true;
        }
    }

    private static async Task ThrowsAsync(Func<Task> save, string function, string kind) => Promise(
        await MayThrowAsync(save),
        $"{function} throws when another {kind} has the same text: two clients would hold it. Insert and never replace; look at the row "
            + "that is there: it may be the same record, saved before.");
}
