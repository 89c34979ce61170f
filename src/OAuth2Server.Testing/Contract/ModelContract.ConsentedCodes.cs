using Xunit;

namespace OAuth2Server.Testing;

/// <content>What rests on a remembered consent, and a consent that is replaced: each is one step with the look at the consent.</content>
public abstract partial class ModelContract
{
    // A node whose clock is ahead: the time of a withdrawal says nothing about what it grants.
    private static readonly TimeSpan Ahead = TimeSpan.FromMinutes(20);

    /// <summary>The resource owner is not asked again.</summary>
    [Fact, Capability(typeof(IConsentModel))]
    public async Task A_code_that_rests_on_a_consent_is_saved_while_the_consent_stands()
    {
        await using var store = await OpenAsync<IConsentModel, IAuthorizationCodeModel>();
        var (consent, code) = (NewConsent(store), store.New.Code());
        await SaveAsync(store, consent);
        Promise(await SaveByAsync(store, code, consent), "SaveConsentedCodeAsync is true while the consent stands.");
        Same.Record(code.Record, await store.FindAsync(code));
        IsSame(consent, await FindConsentAsync(store, consent));
    }

    /// <summary>It was withdrawn, or changed, since it was read.</summary>
    [Fact, Capability(typeof(IConsentModel))]
    public async Task A_code_is_not_saved_when_its_consent_does_not_stand_any_more()
    {
        const string Sentence = "SaveConsentedCodeAsync is false and saves nothing when ";
        await using var store = await OpenAsync<IConsentModel, IAuthorizationCodeModel>();
        var (read, changed) = (NewConsent(store), NewConsent(store));
        await IsNotSavedAsync(store, read, Sentence + "no consent was saved.");
        await SaveAsync(store, read);
        await SaveAsync(store, changed);
        await IsNotSavedAsync(store, read, Sentence + "another consent has taken the place of the one that was read.");
        await IsNotSavedAsync(store, changed with { ClientId = "client " }, Sentence + "the consent is of another client.");
        await WithdrawAsync(store, changed);
        await IsNotSavedAsync(store, changed, Sentence + "the consent was withdrawn.");
        await SaveAsync(store, NewConsent(store));
        await IsNotSavedAsync(store, changed, Sentence + "the consent was withdrawn, although another one was given since.");
    }

    /// <summary>In either order: the code is not saved, or the withdrawal revokes it. The clock of the node that saves is ahead.</summary>
    [Fact, Capability(typeof(IConsentModel))]
    public async Task A_code_by_consent_never_survives_the_withdrawal_of_that_consent()
    {
        await using var store = await OpenAsync<IConsentModel, IAuthorizationCodeModel>();
        await Race.RoundsAsync(Rounds, RaceTime, async () =>
        {
            var consent = NewConsent(store) with { Issuer = "https://auth.example.com/" + Texts.Random() };
            await SaveAsync(store, consent);
            var codes = Enumerable.Range(0, Callers).Select(_ => store.New.Code(store.New.Authorization() with
            {
                Issuer = consent.Issuer,
                GrantedAt = store.Clock.GetUtcNow() + Ahead,
            })).ToArray();
            await Race.TogetherAsync(store, Callers, async (caller, i) =>
            {
                if (i % 4 != 1) return await caller.SaveByAsync(codes[i].Record, consent);
                await caller.WithdrawAsync(consent, store.Clock.GetUtcNow());
                return false;
            });
            foreach (var code in codes)
            {
                Promise(
                    await store.FindAsync(code) is null,
                    "After RevokeConsentAsync no code is found that SaveConsentedCodeAsync saved by that consent, also at the same moment: "
                        + "look at the consent and save the code in one transaction that has the row of the consent locked.");
            }
        });
    }

    /// <summary>Two windows, one consent: the answer of each is made from what it has read.</summary>
    [Fact, Capability(typeof(IConsentModel))]
    public async Task A_consent_is_replaced_by_one_of_many_callers()
    {
        await using var store = await OpenAsync<IConsentModel>();
        await Race.RoundsAsync(Rounds, RaceTime, async () =>
        {
            var key = NewConsent(store) with { Issuer = "https://auth.example.com/" + Texts.Random() };
            Consent? before = null;
            for (var answer = 0; answer < 2; answer++)
            {
                var answers = Enumerable.Range(0, Callers).Select(_ => key with { Id = Texts.Random() }).ToArray();
                var replaced = before;
                var won = await Race.TogetherAsync(
                    store, Callers, (caller, i) => caller.As<IConsentModel>().SaveConsentAsync(answers[i], replaced, default).AsTask());
                OneWinner(won, nameof(IConsentModel.SaveConsentAsync));
                before = answers[Array.IndexOf(won, true)];
                IsSame(before, await FindConsentAsync(store, key));
            }
        });
    }

    /// <summary>An answer that was on its way brings back nothing that was withdrawn meanwhile.</summary>
    [Fact, Capability(typeof(IConsentModel))]
    public async Task A_consent_that_was_withdrawn_is_not_replaced()
    {
        await using var store = await OpenAsync<IConsentModel>();
        var read = NewConsent(store);
        await SaveAsync(store, read);
        await WithdrawAsync(store, read);
        Promise(
            !await store.CallAsync(c => c.As<IConsentModel>().SaveConsentAsync(NewConsent(store), read, default))
                && await FindConsentAsync(store, read) is null,
            "SaveConsentAsync is false and saves nothing when the consent that it replaces was withdrawn.");
    }

    private static Task<bool> SaveByAsync(Store store, Held<AuthorizationCode> code, Consent consent) =>
        store.CallAsync(c => c.SaveByAsync(code.Record, consent));

    private static async Task IsNotSavedAsync(Store store, Consent consent, string sentence)
    {
        var code = store.New.Code();
        Promise(!await SaveByAsync(store, code, consent) && await store.FindAsync(code) is null, sentence);
    }
}
