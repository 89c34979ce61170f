namespace OAuth2Server.Testing.Tests;

/// <content>Wrong ways to consume.</content>
public sealed partial class WrongModelTests
{
    [Fact]
    public Task Finding_a_credential_and_then_deleting_it_is_caught_by_the_races() => IsCaughtAsync(
        (inner, _) => new FindThenDelete(inner),
        [
            nameof(ModelContract.A_code_stays_fresh_when_the_save_of_its_tokens_fails),
            nameof(ModelContract.A_refresh_token_stays_fresh_when_the_save_of_its_successor_fails),
            nameof(ModelContract.A_withdrawal_counts_as_long_as_the_records_before_it_live),
            nameof(ModelContract.One_code_exchanged_by_many_callers_has_one_successor),
            nameof(ModelContract.One_code_redeemed_by_many_callers_is_consumed_once),
            nameof(ModelContract.One_refresh_token_exchanged_by_many_callers_has_one_successor),
            nameof(ModelContract.One_refresh_token_rotated_by_many_callers_is_consumed_once),
        ]);

    [Fact]
    public Task Deleting_consumed_codes_is_caught() => IsCaughtAsync(
        (inner, _) => new DeletesConsumedCodes(inner),
        [
            nameof(ModelContract.A_cancelled_save_or_use_of_a_code_says_what_happened),
            nameof(ModelContract.A_cancelled_use_is_true_only_if_it_happened),
            nameof(ModelContract.A_code_is_found_and_consumed_by_its_whole_hash_only),
            nameof(ModelContract.A_code_keeps_its_sealed_answer_as_well),
            nameof(ModelContract.A_consumed_code_is_still_found_with_the_time_of_its_use),
            nameof(ModelContract.A_repeated_save_never_overwrites_a_consumed_code),
            nameof(ModelContract.A_used_code_is_found_as_long_as_what_it_gave_can_be_used),
            nameof(ModelContract.Exchanging_a_code_consumes_it_and_saves_its_tokens),
            nameof(ModelContract.The_time_of_a_code_s_use_comes_back_to_the_tick),
            nameof(ModelContract.The_times_of_a_code_in_a_repeated_hour_come_back),
            nameof(ModelContract.What_was_found_fresh_is_found_consumed_once_it_is_used),
        ]);

    [Fact]
    public Task Deleting_consumed_refresh_tokens_before_their_authorization_ends_is_caught() => IsCaughtAsync(
        (inner, clock) => new DeletesConsumedRefreshTokensEarly(inner, clock),
        [
            nameof(ModelContract.A_consumed_refresh_token_is_found_until_its_authorization_ends),
        ]);

    [Fact]
    public Task Taking_the_time_of_use_from_another_clock_is_caught() => IsCaughtAsync(
        (inner, clock) => new AsksItsOwnClock(inner, clock),
        [
            nameof(ModelContract.A_consumed_refresh_token_is_found_until_its_authorization_ends),
            nameof(ModelContract.A_time_of_use_in_a_repeated_hour_comes_back),
            nameof(ModelContract.The_time_of_use_comes_back_to_the_tick),
        ]);

    [Fact]
    public Task Consuming_under_a_revoked_authorization_is_caught() => IsCaughtAsync(
        (inner, _) => new ConsumesRevokedCredentials(inner),
        [
            nameof(ModelContract.A_code_of_a_revoked_authorization_cannot_be_consumed),
            nameof(ModelContract.A_refresh_token_of_a_revoked_authorization_cannot_be_consumed),
            nameof(ModelContract.A_revoked_authorization_stays_revoked_as_long_as_its_records_live),
        ]);

    [Fact]
    public Task Consuming_after_a_withdrawal_is_caught() => IsCaughtAsync(
        (inner, _) => new ConsumesAfterAWithdrawal(inner),
        [
            nameof(ModelContract.A_withdrawal_counts_as_long_as_the_records_before_it_live),
            nameof(ModelContract.What_was_granted_before_a_withdrawal_cannot_be_consumed),
        ]);

    [Fact]
    public Task Taking_the_text_for_the_row_is_caught() => IsCaughtAsync(
        (inner, _) => new TakesTheTextForTheRow(inner),
        [
            nameof(ModelContract.A_cancelled_exchange_has_happened_wholly_or_not_at_all),
            nameof(ModelContract.A_cancelled_use_is_true_only_if_it_happened),
            nameof(ModelContract.A_chain_of_exchanges_leaves_one_fresh_token_and_every_consumed_one_found),
            nameof(ModelContract.A_consumed_refresh_token_is_found_until_its_authorization_ends),
            nameof(ModelContract.A_consumed_refresh_token_stays_consumed_when_its_save_is_repeated_late),
            nameof(ModelContract.A_refresh_token_is_found_and_consumed_by_its_whole_hash_only),
            nameof(ModelContract.A_repeated_save_never_overwrites_a_consumed_refresh_token),
            nameof(ModelContract.A_repeated_save_never_overwrites_an_exchanged_refresh_token),
            nameof(ModelContract.A_sealed_answer_comes_back_byte_for_byte),
            nameof(ModelContract.A_sealed_answer_is_cleared_when_its_successor_is_exchanged),
            nameof(ModelContract.A_sealed_answer_is_cleared_when_its_successor_is_revoked),
            nameof(ModelContract.A_sealed_answer_stays_until_its_own_successor_is_consumed),
            nameof(ModelContract.A_time_of_use_in_a_repeated_hour_comes_back),
            nameof(ModelContract.Exchanging_a_refresh_token_consumes_it_and_saves_its_successor),
            nameof(ModelContract.Pruning_clears_a_sealed_answer_whose_time_is_over),
            nameof(ModelContract.The_time_of_use_comes_back_to_the_tick),
            nameof(ModelContract.What_was_found_fresh_is_found_consumed_once_it_is_used),
        ]);
}
