using Xunit;

namespace OAuth2Server.Testing;

/// <content><see cref="IClientRegistrationModel"/>: clients that are pruned or disabled.</content>
public abstract partial class ModelContract
{
    /// <summary>Pruning removes what got no token in its time, exactly then, and nothing else.</summary>
    [Fact, Capability(typeof(IClientRegistrationModel))]
    public async Task A_registered_client_without_a_token_is_pruned_at_its_time()
    {
        await using var store = await OpenAsync<IClientRegistrationModel, IPruningModel>();
        var ((unused, _), (used, _), (endless, _)) = (NewRegistration(store), NewRegistration(store), NewRegistration(store));
        endless = endless with { Client = endless.Client with { UnusedUntil = null } };
        foreach (var registration in (ClientRegistration[])[unused, used, endless]) await SaveAsync(store, registration);
        await store.CallAsync(c => c.As<IClientRegistrationModel>().KeepRegistrationAsync(used.Client.Id, At(store), default));
        Promise(
            (await store.CallAsync(c => c.FindClientAsync(used.Client.Id)))?.UnusedUntil is null,
            "KeepRegistrationAsync clears Client.UnusedUntil.");

        await store.AdvanceToAsync(unused.Client.UnusedUntil!.Value - TimeSpan.FromTicks(1));
        await store.PruneAsync();
        Promise(
            await FindAsync(store, unused.Client.Id) is not null,
            "PruneAsync leaves a registered client alone before its Client.UnusedUntil.");
        await store.AdvanceAsync(TimeSpan.FromTicks(1));
        await store.PruneAsync();
        Promise(
            await FindAsync(store, unused.Client.Id) is null
                && await store.CallAsync(c => c.FindClientAsync(unused.Client.Id)) is null,
            "PruneAsync removes a registered client, and its registration, at its Client.UnusedUntil.");
        foreach (var kept in (string[])[used.Client.Id, endless.Client.Id])
        {
            Promise(
                await FindAsync(store, kept) is not null,
                "PruneAsync leaves a registered client alone that got a token, and one without Client.UnusedUntil.");
        }
        Promise(await store.CallAsync(c => c.FindClientAsync(store.Client.Id)) is not null, "PruneAsync leaves other clients alone.");
    }

    /// <summary>An operator who disables a client ends its management too.</summary>
    [Fact, Capability(typeof(IClientRegistrationModel))]
    public async Task A_disabled_client_cannot_manage_its_registration()
    {
        await using var store = await OpenAsync<IClientRegistrationModel>();
        Assert.SkipUnless(store.Fixture.DisableClient is not null, "The fixture has no DisableClient.");
        var (saved, _) = NewRegistration(store);
        await SaveAsync(store, saved);
        await store.Fixture.DisableClient!(saved.Client.Id);
        Promise(await FindAsync(store, saved.Client.Id) is null, "GetRegistrationAsync gives null for a disabled client.");
        Promise(
            !await ReplaceAsync(store, saved, saved.AccessToken) && !await DeleteAsync(store, saved.Client.Id, saved.AccessToken),
            "ReplaceRegistrationAsync and DeleteRegistrationAsync are false for a disabled client.");
        Promise(
            await store.CallAsync(c => c.FindClientAsync(saved.Client.Id)) is null,
            "A disabled client stays disabled when it tries to replace its registration.");
    }

    private static (ClientRegistration Registration, string Secret) NewRegistration(Store store)
    {
        var secret = Texts.Random();
        return (
            new()
            {
                Client = FullClient(Texts.Random()[..22]) with { UnusedUntil = store.Clock.GetUtcNow().AddDays(7).AddTicks(1) },
                Secret = SecretHash.Of(secret),
                AccessToken = SecretHash.Of(Texts.Random()),
                RegisteredAt = store.Clock.GetUtcNow().AddTicks(7),
            },
            secret);
    }

    private static ClientRegistration NewPublicRegistration(Store store) => new()
    {
        Client = Store.NewClient(Texts.Random()[..22], ClientType.Public),
        AccessToken = SecretHash.Of(Texts.Random()),
        RegisteredAt = store.Clock.GetUtcNow(),
    };

    private static void IsRegistered(ClientRegistration saved, ClientRegistration? found)
    {
        Promise(found is not null, "GetRegistrationAsync gives the registration that was saved.");
        Same.Record(saved.Client, found!.Client);
        Assert.Equal(saved.Client.UnusedUntil, found.Client.UnusedUntil);
        Promise(
            saved.Secret is null == found.Secret is null && (saved.Secret is null || saved.Secret.Value.Equals(found.Secret!.Value)),
            "ClientRegistration.Secret comes back as it was saved.");
        Promise(saved.AccessToken.Equals(found.AccessToken), "ClientRegistration.AccessToken comes back as it was saved.");
        Assert.Equal(saved.RegisteredAt, found.RegisteredAt);
    }

    private static OAuthContext At(Store store) => new TestOAuthRequest().At(store.Clock);

    private static Task SaveAsync(Store store, ClientRegistration registration) =>
        store.CallAsync(c => c.As<IClientRegistrationModel>().SaveRegistrationAsync(registration, At(store), default));

    private static Task<ClientRegistration?> FindAsync(Store store, string clientId) =>
        store.CallAsync(c => c.As<IClientRegistrationModel>().GetRegistrationAsync(clientId, At(store), default));

    private static Task<bool> ReplaceAsync(Store store, ClientRegistration registration, SecretHash accessToken) =>
        store.CallAsync(c => c.As<IClientRegistrationModel>().ReplaceRegistrationAsync(registration, accessToken, At(store), default));

    private static Task<bool> DeleteAsync(Store store, string clientId, SecretHash accessToken) =>
        store.CallAsync(c => c.As<IClientRegistrationModel>().DeleteRegistrationAsync(clientId, accessToken, At(store), default));
}
