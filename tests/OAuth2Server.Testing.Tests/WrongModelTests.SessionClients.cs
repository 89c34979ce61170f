namespace OAuth2Server.Testing.Tests;

/// <content>Wrong renewals and wrong clients of sessions.</content>
public sealed partial class WrongModelTests
{
    [Fact]
    public Task Renewing_a_session_in_two_steps_is_caught() => IsCaughtAsync(
        (inner, _) => new RenewsInTwoSteps(inner),
        [
            nameof(ModelContract.Renewing_a_session_against_its_end_leaves_no_session),
        ]);

    [Fact]
    public Task Renewing_an_ended_session_is_caught() => IsCaughtAsync(
        (inner, _) => new RenewsEndedSessions(inner),
        [
            nameof(ModelContract.A_renewed_session_keeps_its_id_and_is_opened_by_its_new_text_only),
            nameof(ModelContract.An_ended_or_expired_session_is_not_renewed),
            nameof(ModelContract.Renewing_a_session_against_its_end_leaves_no_session),
        ]);

    [Fact]
    public Task An_old_text_that_opens_the_renewed_session_is_caught() => IsCaughtAsync(
        (inner, _) => new KeepsTheOldText(inner),
        [
            nameof(ModelContract.A_renewed_session_keeps_its_id_and_is_opened_by_its_new_text_only),
        ]);

    [Fact]
    public Task Ending_all_sessions_without_their_clients_is_caught() => IsCaughtAsync(
        (inner, _) => new EndsWithoutClients(inner),
        [
            nameof(ModelContract.The_end_of_a_session_makes_its_clients_due_and_no_others),
        ]);

    [Fact]
    public Task Taking_a_client_twice_is_caught() => IsCaughtAsync(
        (inner, _) => new TakesTwice(inner),
        [
            nameof(ModelContract.Of_callers_that_take_at_the_same_moment_one_gets_each_client),
        ]);

    [Fact]
    public Task Losing_what_was_taken_is_caught() => IsCaughtAsync(
        (inner, _) => new LosesWhatWasTaken(inner),
        [
            nameof(ModelContract.A_client_that_was_taken_is_due_again_after_its_time_only),
            nameof(ModelContract.Saving_a_client_against_the_end_of_its_session_leaves_it_due),
            nameof(ModelContract.The_end_of_a_session_makes_its_clients_due_and_no_others),
            nameof(ModelContract.The_expiry_of_a_session_makes_no_client_due_and_pruning_removes_the_record_a_week_later),
        ]);

    [Fact]
    public Task Postponing_what_another_caller_has_is_caught() => IsCaughtAsync(
        (inner, _) => new PostponesWhatOthersHave(inner),
        [
            nameof(ModelContract.A_postponed_client_is_due_at_its_time_unless_another_caller_has_it),
        ]);

    [Fact]
    public Task Saving_a_client_for_a_session_of_another_user_is_caught() => IsCaughtAsync(
        (inner, _) => new SavesClientsOfAnyUser(inner),
        [
            nameof(ModelContract.A_client_is_saved_for_a_session_of_its_user_only),
        ]);
}
