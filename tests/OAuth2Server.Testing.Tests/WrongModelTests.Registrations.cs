namespace OAuth2Server.Testing.Tests;

/// <content>Wrong registrations of clients.</content>
public sealed partial class WrongModelTests
{
    private const string Registered = nameof(ModelContract.A_registration_comes_back_with_every_member);
    private const string NotRegistered = nameof(ModelContract.A_client_that_did_not_register_itself_has_no_registration);
    private const string TakenId = nameof(ModelContract.A_registration_with_a_taken_id_changes_nothing);
    private const string ByItsToken = nameof(ModelContract.A_registration_is_replaced_only_by_its_registration_access_token);
    private const string ReplacementRace = nameof(ModelContract.Of_parallel_replacements_of_a_registration_one_counts);
    private const string Deleted = nameof(ModelContract.A_deleted_registration_takes_its_client_with_it);
    private const string PrunedAtItsTime = nameof(ModelContract.A_registered_client_without_a_token_is_pruned_at_its_time);
    private const string DisabledRegistration = nameof(ModelContract.A_disabled_client_cannot_manage_its_registration);

    [Fact]
    public Task Replacing_a_registration_by_any_token_is_caught() => IsCaughtAsync(
        (inner, _) => new ReplacesByAnyToken(inner), [ByItsToken, ReplacementRace]);

    [Fact]
    public Task Looking_before_a_replacement_is_caught_by_the_race() => IsCaughtAsync(
        (inner, _) => new LooksThenReplaces(inner), [ReplacementRace]);

    [Fact]
    public Task Keeping_the_old_secret_of_a_registration_is_caught() => IsCaughtAsync(
        (inner, _) => new KeepsTheOldSecret(inner), [ByItsToken]);

    [Fact]
    public Task Deleting_a_registration_by_any_token_is_caught() => IsCaughtAsync(
        (inner, _) => new DeletesByAnyToken(inner), [Deleted]);

    [Fact]
    public Task Deleting_no_registration_is_caught() => IsCaughtAsync((inner, _) => new DeletesNothing(inner), [Deleted]);

    [Fact]
    public Task Saving_over_a_taken_id_is_caught() => IsCaughtAsync((inner, _) => new OverwritesATakenId(inner), [TakenId]);

    [Fact]
    public Task Losing_the_time_of_a_client_without_use_is_caught() => IsCaughtAsync(
        (inner, _) => new PrunesNoClient(inner), [Registered, PrunedAtItsTime, ByItsToken, TakenId], Deleted, ReplacementRace);

    [Fact]
    public Task Forgetting_the_use_of_a_client_is_caught() => IsCaughtAsync(
        (inner, _) => new ForgetsTheUse(inner), [PrunedAtItsTime]);

    [Fact]
    public Task Losing_the_time_of_a_registration_is_caught() => IsCaughtAsync(
        (inner, _) => new LosesTheTimeOfRegistration(inner), [Registered, ByItsToken, TakenId], Deleted, ReplacementRace);

    [Fact]
    public Task Giving_every_client_a_registration_is_caught() => IsCaughtAsync(
        (inner, _) => new GivesEveryClientARegistration(inner), [NotRegistered, TakenId], DisabledRegistration);
}
