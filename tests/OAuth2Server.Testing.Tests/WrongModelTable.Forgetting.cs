namespace OAuth2Server.Testing.Tests;

/// <content>Tombstones, withdrawals and marks that are forgotten while the rows live.</content>
public sealed partial class WrongModelTable
{
    private static IEnumerable<WrongModel> Forgetting()
    {
        const string Tombstone = nameof(ModelContract.A_revoked_authorization_stays_revoked_as_long_as_its_records_live);
        const string Withdrawal = nameof(ModelContract.A_withdrawal_counts_as_long_as_the_records_before_it_live);
        const string Mark = nameof(ModelContract.A_revoked_access_token_stays_revoked_until_it_expires);
        const string Use = nameof(ModelContract.A_consumed_refresh_token_stays_consumed_when_its_save_is_repeated_late);
        (string Name, TimeSpan Time)[] times =
        [
            ("a minute", TimeSpan.FromMinutes(1)), ("an hour", TimeSpan.FromHours(1)), ("a day", TimeSpan.FromDays(1)),
            ("a week", TimeSpan.FromDays(7)), ("a month", TimeSpan.FromDays(30)), ("half a year", TimeSpan.FromDays(180)),
        ];
        foreach (var (name, time) in times)
        {
            yield return new($"forgets tombstones after {name}", Tombstone, (inner, clock) =>
                new RevivingModel(inner) { IsTombstoneForgotten = _ => clock.GetUtcNow() > ModelContract.Start + time });
            yield return new($"forgets withdrawals after {name}", Withdrawal, (inner, clock) =>
                new RevivingModel(inner) { IsWithdrawalForgotten = _ => clock.GetUtcNow() > ModelContract.Start + time });
            yield return new($"forgets marks after {name}", Mark, (inner, clock) =>
                new RevivingModel(inner) { IsMarkForgotten = _ => clock.GetUtcNow() > ModelContract.Start + time });
            yield return new($"forgets uses after {name}", Use, (inner, clock) =>
                new RevivingModel(inner) { IsUseForgotten = _ => clock.GetUtcNow() > ModelContract.Start + time });
        }
        yield return new("prunes tombstones", Tombstone, (inner, _) => new PrunesWhatEnds(inner, "tombstones"));
        yield return new("prunes withdrawals", Withdrawal, (inner, _) => new PrunesWhatEnds(inner, "withdrawals"));
        yield return new("prunes marks", Mark, (inner, _) => new PrunesWhatEnds(inner, "marks"));
        yield return new("erases a withdrawal when the resource owner consents again",
            nameof(ModelContract.Consenting_again_brings_back_nothing_that_was_withdrawn),
            (inner, _) => new ConsentErasesWithdrawal(inner));
    }
}
