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
        await IsDeadAsync(store, family, "After RevokeAuthorizationAsync");
        await IsDeadAsync(store, second, "After RevokeAuthorizationAsync");
    }

    /// <summary>The same user at the same client has other sessions: they go on.</summary>
    [Fact, Capability(typeof(IAuthorizationModel))]
    public async Task Revoking_an_authorization_leaves_other_families_alone()
    {
        await using var store = await OpenAsync<IAuthorizationModel>();
        var family = await SaveFamilyAsync(store, store.New.Authorization());
        var other = await SaveFamilyAsync(store, store.New.Authorization());
        var otherCase = await SaveFamilyAsync(store, store.New.Authorization() with { Id = Texts.OtherCase(family.Authorization.Id) });
        var longer = await SaveFamilyAsync(store, store.New.Authorization() with { Id = family.Authorization.Id + " " });

        await store.RevokeAsync(family.Authorization);
        await IsAliveAsync(store, other, "Revoking one authorization");
        await IsAliveAsync(store, otherCase, "Revoking an authorization whose id differs in case");
        await IsAliveAsync(store, longer, "Revoking an authorization whose id lacks a trailing space");
    }

    /// <summary>The tombstone: a token that was under way when the user said stop is dead when it arrives.</summary>
    [Fact, Capability(typeof(IAuthorizationModel))]
    public async Task What_is_saved_after_the_revocation_is_dead()
    {
        await using var store = await OpenAsync<IAuthorizationModel>();
        var family = await SaveFamilyAsync(store, store.New.Authorization());
        await store.RevokeAsync(family.Authorization);
        await IsDeadAsync(store, await SaveFamilyAsync(store, family.Authorization), "Saved after RevokeAuthorizationAsync");

        store.Clock.Advance(TimeSpan.FromDays(1));
        await store.PruneAsync();
        await IsDeadAsync(store, await SaveFamilyAsync(store, family.Authorization), "Saved a day after RevokeAuthorizationAsync");
        await IsDeadAsync(store, family, "A day after RevokeAuthorizationAsync");
    }

    /// <summary>Nothing of the authorization had been saved yet: the tombstone stands all the same.</summary>
    [Fact, Capability(typeof(IAuthorizationModel))]
    public async Task An_authorization_can_be_revoked_before_anything_of_it_is_saved()
    {
        await using var store = await OpenAsync<IAuthorizationModel>();
        var authorization = store.New.Authorization();
        await store.RevokeAsync(authorization);
        await IsDeadAsync(store, await SaveFamilyAsync(store, authorization), "Saved for the first time after RevokeAuthorizationAsync");
    }

    /// <summary>Neither is an error: reuse may be noticed twice, and a stranger may name any id.</summary>
    [Fact, Capability(typeof(IAuthorizationModel))]
    public async Task Revoking_twice_or_an_unknown_id_is_no_error()
    {
        await using var store = await OpenAsync<IAuthorizationModel>();
        var (family, other) = (await SaveFamilyAsync(store, store.New.Authorization()), await SaveFamilyAsync(store, store.New.Authorization()));
        await store.RevokeAsync(family.Authorization);
        await store.RevokeAsync(family.Authorization);
        foreach (var id in (string[])[Texts.Random(), .. Hostile]) await store.CallAsync(c => c.RevokeAsync(id));

        await IsDeadAsync(store, family, "After it was revoked twice");
        await IsAliveAsync(store, other, "Revoking unknown ids");
    }

    private sealed record Family(Authorization Authorization, Held<AuthorizationCode>? Code, HeldTokens Tokens);

    private static async Task<Family> SaveFamilyAsync(Store store, Authorization authorization)
    {
        var code = store.Can<IAuthorizationCodeModel>() ? await store.SaveCodeAsync(authorization) : null;
        var tokens = store.NewTokens(authorization);
        await store.SaveAsync(tokens);
        return new(authorization, code, tokens);
    }

    private static async Task<string> LivingAsync(Store store, Family family) =>
        $"{(family.Code is { } code && await store.FindAsync(code) is not null ? "code" : "")} {await store.LivingAsync(family.Tokens)}".Trim();

    private static async Task IsDeadAsync(Store store, Family family, string when)
    {
        var living = await LivingAsync(store, family);
        Promise(living == "", $"{when} every look-up of the family gives null; still found: {living}.");
    }

    private static async Task IsAliveAsync(Store store, Family family, string what)
    {
        var whole = $"{(family.Code is null ? "" : "code")} {store.Whole(family.Tokens)}".Trim();
        var living = await LivingAsync(store, family);
        Promise(living == whole, $"{what} leaves the others alone; of '{whole}' only '{living}' is found.");
    }
}
