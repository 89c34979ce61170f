using Xunit;

namespace OAuth2Server.Testing;

/// <content><see cref="IAuthorizationModel"/>: families and their tombstones.</content>
public abstract partial class ModelContract
{
    /// <summary>Codes, refresh tokens, access tokens: all of the family, fresh or consumed.</summary>
    [Fact, Capability(typeof(IAuthorizationModel))]
    public async Task Revoking_an_authorization_ends_all_of_its_family()
    {
        await using var store = await OpenAsync<IAuthorizationModel>();
        var family = await SaveFamilyAsync(store, store.New.Authorization());
        var second = await SaveFamilyAsync(store, family.Authorization);
        if (store.Can<IRefreshTokenModel>()) await store.CallAsync(c => c.ConsumeAsync(second.Tokens.Record.Refresh!));

        await store.RevokeAsync(family.Authorization);
        await IsRevokedAsync(store, family, "After RevokeAuthorizationAsync");
        await IsRevokedAsync(store, second, "After RevokeAuthorizationAsync");
    }

    /// <summary>Other authorizations of the same user at the same client stay valid.</summary>
    [Fact, Capability(typeof(IAuthorizationModel))]
    public async Task Revoking_an_authorization_leaves_other_families_alone()
    {
        await using var store = await OpenAsync<IAuthorizationModel>();
        var family = await SaveFamilyAsync(store, store.New.Authorization());
        var other = await SaveFamilyAsync(store, store.New.Authorization());
        var otherCase = await SaveFamilyAsync(store, store.New.Authorization() with { Id = Texts.OtherCase(family.Authorization.Id) });
        var longer = await SaveFamilyAsync(store, store.New.Authorization() with { Id = family.Authorization.Id + " " });

        await store.RevokeAsync(family.Authorization);
        await IsUntouchedAsync(store, other, "RevokeAuthorizationAsync of another authorization");
        await IsUntouchedAsync(store, otherCase, "RevokeAuthorizationAsync of an authorization whose id differs in case");
        await IsUntouchedAsync(store, longer, "RevokeAuthorizationAsync of an authorization whose id lacks a trailing space");
    }

    /// <summary>The tombstone: a save that was under way when the authorization was revoked saves nothing that is found.</summary>
    [Fact, Capability(typeof(IAuthorizationModel))]
    public async Task What_is_saved_after_the_revocation_is_not_found()
    {
        await using var store = await OpenAsync<IAuthorizationModel>();
        var family = await SaveFamilyAsync(store, store.New.Authorization());
        await store.RevokeAsync(family.Authorization);
        await IsRevokedAsync(store, await SaveFamilyAsync(store, family.Authorization), "Saved after RevokeAuthorizationAsync,");

        await store.AdvanceAsync(TimeSpan.FromDays(1));
        await store.PruneAsync();
        await IsRevokedAsync(store, await SaveFamilyAsync(store, family.Authorization), "Saved a day after RevokeAuthorizationAsync,");
        await IsRevokedAsync(store, family, "A day after RevokeAuthorizationAsync");
    }

    /// <summary>The tombstone counts although nothing of the authorization was saved before.</summary>
    [Fact, Capability(typeof(IAuthorizationModel))]
    public async Task An_authorization_can_be_revoked_before_anything_of_it_is_saved()
    {
        await using var store = await OpenAsync<IAuthorizationModel>();
        var authorization = store.New.Authorization();
        await store.RevokeAsync(authorization);
        var late = await SaveFamilyAsync(store, authorization);
        await IsRevokedAsync(store, late, "Saved for the first time after RevokeAuthorizationAsync,");
    }

    /// <summary>Neither is an error: two nodes may detect the same reuse, and an attacker may name any id.</summary>
    [Fact, Capability(typeof(IAuthorizationModel))]
    public async Task Revoking_twice_or_an_unknown_id_is_no_error()
    {
        await using var store = await OpenAsync<IAuthorizationModel>();
        var family = await SaveFamilyAsync(store, store.New.Authorization());
        var other = await SaveFamilyAsync(store, store.New.Authorization());
        await store.RevokeAsync(family.Authorization);
        await store.RevokeAsync(family.Authorization);
        foreach (var id in (string[])[Texts.Random(), .. Hostile]) await store.CallAsync(c => c.RevokeAsync(id));

        await IsRevokedAsync(store, family, "After two calls of RevokeAuthorizationAsync");
        await IsUntouchedAsync(store, other, "RevokeAuthorizationAsync of unknown ids");
    }

    /// <summary>The caller that consumes a code goes on to issue tokens: under a revoked authorization it must not.</summary>
    [Fact, Capability(typeof(IAuthorizationCodeModel))]
    public async Task A_code_of_a_revoked_authorization_cannot_be_consumed()
    {
        await using var store = await OpenAsync<IAuthorizationCodeModel>();
        var before = await store.SaveCodeAsync();
        await store.RevokeAsync(before.Record.Authorization);
        var after = await store.SaveCodeAsync(before.Record.Authorization);
        foreach (var code in (Held<AuthorizationCode>[])[before, after])
        {
            Promise(
                !await store.CallAsync(c => c.ConsumeAsync(code.Record)),
                ConsumedUnderTombstone(nameof(IAuthorizationCodeModel.RevokeAuthorizationCodeAsync)));
        }
    }

    /// <summary>The same for a refresh token.</summary>
    [Fact, Capability(typeof(IRefreshTokenModel))]
    public async Task A_refresh_token_of_a_revoked_authorization_cannot_be_consumed()
    {
        await using var store = await OpenAsync<IRefreshTokenModel>();
        var before = await store.SaveRefreshAsync();
        await store.RevokeAsync(before.Record.Authorization);
        var after = await store.SaveRefreshAsync(before.Record.Authorization);
        foreach (var token in (Held<RefreshToken>[])[before, after])
        {
            Promise(
                !await store.CallAsync(c => c.ConsumeAsync(token.Record)),
                ConsumedUnderTombstone(nameof(IRefreshTokenModel.RevokeTokenAsync)));
        }
    }

    private static string ConsumedUnderTombstone(string function) =>
        $"{function} is false when the authorization was revoked, also for what was saved after the revocation. "
        + "Put the tombstone into the condition of the statement that consumes.";

    private sealed record Family(Authorization Authorization, Held<AuthorizationCode>? Code, HeldTokens Tokens);

    private static async Task<Family> SaveFamilyAsync(Store store, Authorization authorization)
    {
        var code = store.Can<IAuthorizationCodeModel>() ? await store.SaveCodeAsync(authorization) : null;
        var tokens = store.NewTokens(authorization);
        await store.SaveAsync(tokens);
        return new(authorization, code, tokens);
    }

    private static async Task<string> FoundAsync(Store store, Family family)
    {
        var code = family.Code is { } held && await store.FindAsync(held) is not null ? "code" : "";
        return $"{code} {await store.FoundAsync(family.Tokens)}".Trim();
    }

    private static async Task IsRevokedAsync(Store store, Family family, string when)
    {
        var found = await FoundAsync(store, family);
        Promise(found == "", $"{when} every look-up of the family gives null; still found: {found}.");
    }

    private static async Task IsUntouchedAsync(Store store, Family family, string what)
    {
        var all = $"{(family.Code is null ? "" : "code")} {store.AllOf(family.Tokens)}".Trim();
        var found = await FoundAsync(store, family);
        Promise(found == all, $"{what} changes no other family; of '{all}' only '{found}' is found.");
    }
}
