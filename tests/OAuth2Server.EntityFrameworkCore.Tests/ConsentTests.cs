using OAuth2Server.Testing;

namespace OAuth2Server.EntityFrameworkCore.Tests;

/// <summary>Consents and their withdrawal, as the client and the resource server observe them.</summary>
public abstract class ConsentTests
{
    protected abstract ValueTask<ShopStore> CreateAsync();

    [Fact]
    public async Task Withdrawing_a_consent_revokes_every_authorization_of_that_pair_and_of_no_other()
    {
        await using var shop = await Shop.OpenAsync(CreateAsync());
        var (alice, bob) = (await shop.Store.AddCustomerAsync("alice@example.com", "password"),
            await shop.Store.AddCustomerAsync("bob@example.com", "password"));
        var (ofAlice, ofBob) = (new CodeFlow(shop, alice), new CodeFlow(shop, bob));
        var one = await ofAlice.RedeemAsync(await ofAlice.AuthorizeAsync());
        var two = await ofAlice.RefreshAsync((await ofAlice.RedeemAsync(await ofAlice.AuthorizeAsync())).Refresh);
        var three = await ofBob.RedeemAsync(await ofBob.AuthorizeAsync());
        var unredeemed = await ofAlice.AuthorizeAsync();
        Assert.True(await ofAlice.MayReadAsync(one.Access) && await ofAlice.MayReadAsync(two.Access));
        Assert.True(await ofBob.MayReadAsync(three.Access));

        await shop.CallAsync(m =>
            m.RevokeConsentAsync(TestOAuthRequest.DefaultIssuer, alice.Id, Shop.PhotoApp.Id, shop.Clock.GetUtcNow(), default));
        Assert.False(await ofAlice.MayReadAsync(one.Access));
        Assert.False(await ofAlice.MayReadAsync(two.Access));
        Assert.True(await ofBob.MayReadAsync(three.Access));
        foreach (var revoked in new[] { one.Refresh, two.Refresh })
        {
            var response = await ofAlice.TokenAsync(("grant_type", "refresh_token"), ("refresh_token", revoked));
            Assert.Equal("invalid_grant", response.Error!.Code);
        }
        Assert.Equal("invalid_grant", (await ofAlice.TokenAsync(("grant_type", "authorization_code"), ("code", unredeemed),
            ("redirect_uri", Shop.RedirectUri), ("code_verifier", Shop.Verifier))).Error!.Code);
        await ofBob.RefreshAsync(three.Refresh);
    }

    [Fact]
    public async Task A_new_consent_after_a_withdrawal_makes_new_authorizations_and_restores_no_old_one()
    {
        await using var shop = await Shop.OpenAsync(CreateAsync());
        var alice = await shop.Store.AddCustomerAsync("alice@example.com", "password");
        var flow = new CodeFlow(shop, alice);
        var old = await flow.RedeemAsync(await flow.AuthorizeAsync());
        await shop.CallAsync(m =>
            m.RevokeConsentAsync(TestOAuthRequest.DefaultIssuer, alice.Id, Shop.PhotoApp.Id, shop.Clock.GetUtcNow(), default));
        Assert.Null(await FindAsync(shop, alice));

        shop.Clock.Advance(TimeSpan.FromSeconds(1));
        await shop.CallAsync(m => m.SaveConsentAsync(Given(shop, alice), null, default));
        var fresh = await flow.RedeemAsync(await flow.AuthorizeAsync());
        Assert.True(await flow.MayReadAsync(fresh.Access));
        Assert.False(await flow.MayReadAsync(old.Access));
        Assert.Equal(Given(shop, alice), await FindAsync(shop, alice));
        await flow.RefreshAsync(fresh.Refresh);
    }

    [Fact]
    public async Task A_user_sees_the_consents_that_were_given_and_no_others()
    {
        await using var shop = await Shop.OpenAsync(CreateAsync());
        var alice = new User("7");
        foreach (var consent in new[] { Given(shop, alice), Given(shop, alice) with { ClientId = "another app" },
            Given(shop, alice) with { Subject = "8" }, Given(shop, alice) with { Issuer = "https://other.example.com" } })
            await shop.CallAsync(m => m.SaveConsentAsync(consent, null, default));
        await shop.CallAsync(m => m.SaveConsentAsync(
            Given(shop, alice) with { Id = "2", Scope = Scope.Of("photos.write") }, Given(shop, alice), default));

        var consents = await shop.CallAsync(m => m.GetConsentsAsync(TestOAuthRequest.DefaultIssuer, "7", default));
        Assert.Equal(["another app", Shop.PhotoApp.Id], consents.Select(c => c.ClientId).Order(StringComparer.Ordinal));
        Assert.Equal(Scope.Of("photos.write"), (await FindAsync(shop, alice))!.Scope);
    }

    /// <summary>Two nodes: one authorizes silently, the other withdraws. Its clock is behind, so its time ends nothing.</summary>
    [Fact]
    public async Task No_silent_code_survives_a_withdrawal_at_the_same_moment()
    {
        await using var shop = await Shop.OpenAsync(CreateAsync());
        var alice = await shop.Store.AddCustomerAsync("alice@example.com", "password");
        var flow = new CodeFlow(shop, alice);
        var (codes, refused) = (0, 0);
        for (var round = 0; round < 200; round++)
        {
            var consent = Given(shop, alice) with { Id = $"{round}" };
            Assert.True(await shop.CallAsync(m => m.SaveConsentAsync(consent, null, default)));
            var silent = Task.Run(() => flow.AuthorizeSilentlyAsync(consent));
            var withdrawal = Task.Run(() => shop.CallAsync(m => m.RevokeConsentAsync(
                consent.Issuer, consent.Subject, consent.ClientId, shop.Clock.GetUtcNow().AddMinutes(-20), default)));
            await Task.WhenAll(silent, withdrawal);
            if (await silent is not { } code)
            {
                refused++;
                continue;
            }
            codes++;
            var response = await flow.TokenAsync(("grant_type", "authorization_code"), ("code", code),
                ("redirect_uri", Shop.RedirectUri), ("code_verifier", Shop.Verifier));
            Assert.Equal("invalid_grant", response.Error?.Code);
        }
        TestContext.Current.SendDiagnosticMessage($"{codes} codes were saved and revoked, {refused} were not saved.");
        Assert.Equal(200, codes + refused);
    }

    /// <summary>After its answer was lost, a save is repeated; a withdrawal in between stays.</summary>
    [Fact]
    public async Task A_repeated_save_of_a_consent_is_true_and_undoes_no_withdrawal()
    {
        await using var shop = await Shop.OpenAsync(CreateAsync());
        var (first, next) = (Given(shop, new("7")), Given(shop, new("7")) with { Id = "2" });
        foreach (var (consent, replaced) in new[] { (first, (Consent?)null), (next, first) })
        {
            Assert.True(await shop.CallAsync(m => m.SaveConsentAsync(consent, replaced, default)));
            Assert.True(await shop.CallAsync(m => m.SaveConsentAsync(consent, replaced, default)));
        }
        await shop.CallAsync(m => m.RevokeConsentAsync(next.Issuer, next.Subject, next.ClientId, shop.Clock.GetUtcNow(), default));
        Assert.False(await shop.CallAsync(m => m.SaveConsentAsync(next, first, default)));
        Assert.False(await shop.CallAsync(m => m.SaveConsentAsync(next, null, default)));
        Assert.Null(await FindAsync(shop, new("7")));
    }

    private static Task<Consent?> FindAsync(Shop shop, User user) =>
        shop.CallAsync(m => m.GetConsentAsync(TestOAuthRequest.DefaultIssuer, user.Id, Shop.PhotoApp.Id, default));

    private static Consent Given(Shop shop, User user) =>
        new()
        {
            Id = "1",
            Issuer = TestOAuthRequest.DefaultIssuer,
            Subject = user.Id,
            ClientId = Shop.PhotoApp.Id,
            Scope = Scope.Of("photos.read"),
            GrantedAt = shop.Clock.GetUtcNow(),
        };
}

public sealed class SqliteConsentTests : ConsentTests
{
    protected override ValueTask<ShopStore> CreateAsync() => SqliteShop.CreateAsync();
}

public sealed class PostgreSqlConsentTests : ConsentTests
{
    protected override ValueTask<ShopStore> CreateAsync() => PostgreSqlShop.CreateAsync();
}
