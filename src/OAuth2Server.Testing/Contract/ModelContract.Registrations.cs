using Xunit;

namespace OAuth2Server.Testing;

/// <content><see cref="IClientRegistrationModel"/>.</content>
public abstract partial class ModelContract
{
    /// <summary>The client is found as every other one, its secret is verified, and its registration has every member.</summary>
    [Fact, Capability(typeof(IClientRegistrationModel))]
    public async Task A_registration_comes_back_with_every_member()
    {
        await using var store = await OpenAsync<IClientRegistrationModel>();
        var (saved, secret) = NewRegistration(store);
        await SaveAsync(store, saved);
        IsRegistered(saved, await FindAsync(store, saved.Client.Id));

        var found = await store.CallAsync(c => c.FindClientAsync(saved.Client.Id));
        Same.Record(saved.Client, found);
        Assert.Equal(saved.Client.UnusedUntil, found!.UnusedUntil);
        Promise(
            await store.CallAsync(c => c.VerifyAsync(found, secret)),
            "VerifyClientSecretAsync is true for the secret whose hash SaveRegistrationAsync got.");

        var open = NewPublicRegistration(store);
        await SaveAsync(store, open);
        IsRegistered(open, await FindAsync(store, open.Client.Id));
    }

    /// <summary>Only a client that registered itself can manage a registration.</summary>
    [Fact, Capability(typeof(IClientRegistrationModel))]
    public async Task A_client_that_did_not_register_itself_has_no_registration()
    {
        await using var store = await OpenAsync<IClientRegistrationModel>();
        var (saved, _) = NewRegistration(store);
        await SaveAsync(store, saved);
        foreach (var id in (string[])[store.Client.Id, Texts.OtherCase(saved.Client.Id), saved.Client.Id + " ", .. Hostile])
        {
            Promise(
                await FindAsync(store, id) is null,
                $"GetRegistrationAsync gives null for '{id}', which did not register itself or does not exist.");
        }
        Promise(
            !await DeleteAsync(store, store.Client.Id, saved.AccessToken)
                && await store.CallAsync(c => c.FindClientAsync(store.Client.Id)) is not null,
            "DeleteRegistrationAsync is false for a client that did not register itself, and removes nothing.");
    }

    /// <summary>Another client keeps its id.</summary>
    [Fact, Capability(typeof(IClientRegistrationModel))]
    public async Task A_registration_with_a_taken_id_changes_nothing()
    {
        await using var store = await OpenAsync<IClientRegistrationModel>();
        var (saved, _) = NewRegistration(store);
        await SaveAsync(store, saved);
        foreach (var taken in (string[])[saved.Client.Id, store.Client.Id])
        {
            var (other, _) = NewRegistration(store);
            var refused = await Record.ExceptionAsync(
                () => SaveAsync(store, other with { Client = other.Client with { Id = taken } }));
            Promise(refused is not null, "SaveRegistrationAsync throws when another client has the id.");
        }
        IsRegistered(saved, await FindAsync(store, saved.Client.Id));
        Promise(await FindAsync(store, store.Client.Id) is null, "A refused SaveRegistrationAsync leaves no registration behind.");
    }

    /// <summary>The client, the secret and the registration access token are replaced together, by the holder of the present one
    /// only.</summary>
    [Fact, Capability(typeof(IClientRegistrationModel))]
    public async Task A_registration_is_replaced_only_by_its_registration_access_token()
    {
        await using var store = await OpenAsync<IClientRegistrationModel>();
        var (before, oldSecret) = NewRegistration(store);
        await SaveAsync(store, before);
        var (other, secret) = NewRegistration(store);
        var after = other with
        {
            Client = other.Client with { Id = before.Client.Id, DisplayName = "New", UnusedUntil = null },
            RegisteredAt = before.RegisteredAt.AddDays(1),
        };
        Promise(
            !await ReplaceAsync(store, after, SecretHash.Of(Texts.Random())),
            "ReplaceRegistrationAsync is false for another registration access token.");
        IsRegistered(before, await FindAsync(store, before.Client.Id));

        Promise(
            await ReplaceAsync(store, after, before.AccessToken),
            "ReplaceRegistrationAsync is true for the registration access token of the client.");
        // These two are not replaced.
        var expected = after with
        {
            Client = after.Client with { UnusedUntil = before.Client.UnusedUntil },
            RegisteredAt = before.RegisteredAt,
        };
        IsRegistered(expected, await FindAsync(store, before.Client.Id));
        Promise(
            await store.CallAsync(c => c.VerifyAsync(after.Client, secret))
                && !await store.CallAsync(c => c.VerifyAsync(after.Client, oldSecret)),
            "After ReplaceRegistrationAsync only the new secret is right.");
        var (third, _) = NewRegistration(store);
        Promise(
            !await ReplaceAsync(store, third with { Client = third.Client with { Id = before.Client.Id } }, before.AccessToken),
            "ReplaceRegistrationAsync is false for a registration access token that was replaced.");
        Promise(
            !await ReplaceAsync(store, third, before.AccessToken) && await FindAsync(store, third.Client.Id) is null,
            "ReplaceRegistrationAsync is false for an id without registration, and adds none.");
    }

    /// <summary>Of two nodes with the same registration access token one wins.</summary>
    [Fact, Capability(typeof(IClientRegistrationModel))]
    public async Task Of_parallel_replacements_of_a_registration_one_counts()
    {
        await using var store = await OpenAsync<IClientRegistrationModel>();
        await Race.RoundsAsync(Rounds, RaceTime, async () =>
        {
            var (before, _) = NewRegistration(store);
            await SaveAsync(store, before);
            var after = Enumerable.Range(0, Callers).Select(i => before with
            {
                Client = before.Client with { DisplayName = $"Client {i}" },
                AccessToken = SecretHash.Of(Texts.Random()),
            }).ToArray();
            var replaced = await Race.TogetherAsync(store, Callers, async (caller, i) =>
                await caller.As<IClientRegistrationModel>().ReplaceRegistrationAsync(after[i], before.AccessToken, At(store), default));
            Promise(
                replaced.Count(won => won) == 1,
                $"ReplaceRegistrationAsync is true for one of {Callers} parallel callers with one registration access token. It was true "
                    + $"for {replaced.Count(won => won)}.");
            IsRegistered(after[Array.IndexOf(replaced, true)], await FindAsync(store, before.Client.Id));
        });
    }

    /// <summary>The client goes with its registration.</summary>
    [Fact, Capability(typeof(IClientRegistrationModel))]
    public async Task A_deleted_registration_takes_its_client_with_it()
    {
        await using var store = await OpenAsync<IClientRegistrationModel>();
        var ((saved, _), (other, _)) = (NewRegistration(store), NewRegistration(store));
        await SaveAsync(store, saved);
        await SaveAsync(store, other);
        Promise(
            !await DeleteAsync(store, saved.Client.Id, other.AccessToken) && await FindAsync(store, saved.Client.Id) is not null,
            "DeleteRegistrationAsync is false for the registration access token of another client, and removes nothing.");
        Promise(
            await DeleteAsync(store, saved.Client.Id, saved.AccessToken),
            "DeleteRegistrationAsync is true for the registration access token of the client.");
        Promise(
            await FindAsync(store, saved.Client.Id) is null
                && await store.CallAsync(c => c.FindClientAsync(saved.Client.Id)) is null,
            "After DeleteRegistrationAsync neither the registration nor the client is found.");
        Promise(
            !await DeleteAsync(store, saved.Client.Id, saved.AccessToken)
                && !await ReplaceAsync(store, saved, saved.AccessToken),
            "DeleteRegistrationAsync and ReplaceRegistrationAsync are false for a registration that was deleted.");
        IsRegistered(other, await FindAsync(store, other.Client.Id));
    }
}
