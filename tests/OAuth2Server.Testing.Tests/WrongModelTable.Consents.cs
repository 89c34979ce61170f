namespace OAuth2Server.Testing.Tests;

/// <content>Consents that are not compared, or not in one step; their members; and used codes that are forgotten.</content>
public sealed partial class WrongModelTable
{
    private static IEnumerable<WrongModel> Consents()
    {
        const string Stands = nameof(ModelContract.A_code_is_not_saved_when_its_consent_does_not_stand_any_more);
        const string Survives = nameof(ModelContract.A_code_by_consent_never_survives_the_withdrawal_of_that_consent);
        const string Replaced = nameof(ModelContract.A_consent_is_replaced_by_one_of_many_callers);
        const string Withdrawn = nameof(ModelContract.A_consent_that_was_withdrawn_is_not_replaced);
        const string Members = nameof(ModelContract.A_consent_comes_back_with_every_member);
        const string Ahead = nameof(ModelContract.A_withdrawal_ends_what_a_node_with_a_clock_ahead_has_granted);
        const string Used = nameof(ModelContract.A_used_code_is_found_as_long_as_what_it_gave_can_be_used);
        yield return new("saves a code without a look at its consent", Stands, (inner, _) => new SavesCodesApart(inner, looks: false));
        yield return new("looks at the consent and then saves the code", Survives, (inner, _) => new SavesCodesApart(inner, looks: true));
        yield return new("replaces any consent", Withdrawn, (inner, _) => new ReplacesConsentsApart(inner, looks: false));
        yield return new(
            "looks at the consent and then replaces it", Replaced, (inner, _) => new ReplacesConsentsApart(inner, looks: true));
        yield return new("withdraws by the time alone", Ahead, (inner, _) => new WithdrawsByTime(inner));
        yield return Gives("loses the id of a consent", c => c with { Id = "" });
        yield return Gives("loses the resources of a consent", c => c with { Resources = [] });
        yield return Gives("keeps one resource of a consent", c => c with { Resources = [.. c.Resources.Take(1)] });
        yield return Gives("gives every resource of a consent the same scope", c => c with
        {
            Resources = [.. c.Resources.Select(entry => entry with { Scope = c.Resources[^1].Scope })],
        });
        yield return Gives("adds the scope of the resources to that without", c => c with
        {
            Scope = c.Resources.Aggregate(c.Scope, (all, entry) => all.Union(entry.Scope)),
        });
        yield return new("forgets a used code when it expires", Used, (inner, clock) => new AlteredModel(inner)
        {
            FoundCode = code => code.ConsumedAt is not null && code.ExpiresAt <= clock.GetUtcNow() ? null : code,
        });
        yield return new("forgets that a code was used when it expires", Used, (inner, clock) => new AlteredModel(inner)
        {
            FoundCode = code => code.ExpiresAt <= clock.GetUtcNow() ? code with { ConsumedAt = null } : code,
        });

        static WrongModel Gives(string fault, Func<Consent, Consent> alter) =>
            new(fault, Members, (inner, _) => new AlteredModel(inner) { FoundConsent = alter });
    }
}
