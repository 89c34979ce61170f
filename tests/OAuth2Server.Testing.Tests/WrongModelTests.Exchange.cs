namespace OAuth2Server.Testing.Tests;

/// <content>Wrong exchanges and saves of pairs.</content>
public sealed partial class WrongModelTests
{
    [Fact]
    public Task An_exchange_that_does_not_save_the_refresh_token_is_caught() => IsCaughtAsync(
        (inner, _) => new ForgetsTheNewRefreshToken(inner),
        [
            nameof(ModelContract.A_cancelled_exchange_has_happened_wholly_or_not_at_all),
            nameof(ModelContract.A_chain_of_exchanges_leaves_one_fresh_token_and_every_consumed_one_found),
            nameof(ModelContract.A_code_stays_fresh_when_the_save_of_its_tokens_fails),
            nameof(ModelContract.A_refresh_token_stays_fresh_when_the_save_of_its_successor_fails),
            nameof(ModelContract.A_sealed_answer_is_cleared_when_its_successor_is_exchanged),
            nameof(ModelContract.A_sealed_answer_is_cleared_when_its_successor_is_revoked),
            nameof(ModelContract.A_second_exchange_is_false_and_saves_nothing),
            nameof(ModelContract.A_second_refresh_token_with_the_same_text_is_refused),
            nameof(ModelContract.A_used_code_is_found_as_long_as_what_it_gave_can_be_used),
            nameof(ModelContract.Exchanging_a_code_consumes_it_and_saves_its_tokens),
            nameof(ModelContract.Exchanging_a_refresh_token_consumes_it_and_saves_its_successor),
            nameof(ModelContract.One_code_exchanged_by_many_callers_has_one_successor),
            nameof(ModelContract.One_refresh_token_exchanged_by_many_callers_has_one_successor),
            nameof(ModelContract.Revoking_and_withdrawing_end_what_an_exchange_has_saved),
            nameof(ModelContract.The_last_use_of_an_authorization_is_its_last_refresh),
            nameof(ModelContract.The_successor_has_no_sealed_answer),
            nameof(ModelContract.Unusual_values_of_a_successor_come_back),
        ]);

    [Fact]
    public Task An_exchange_that_saves_although_it_is_false_is_caught() => IsCaughtAsync(
        (inner, _) => new SavesWhenItIsFalse(inner),
        [
            nameof(ModelContract.A_sealed_answer_is_cleared_when_its_successor_is_exchanged),
            nameof(ModelContract.A_sealed_answer_is_cleared_when_its_successor_is_revoked),
            nameof(ModelContract.A_second_exchange_is_false_and_saves_nothing),
            nameof(ModelContract.A_used_code_is_found_as_long_as_what_it_gave_can_be_used),
            nameof(ModelContract.An_exchange_of_an_unknown_credential_is_false_and_saves_nothing),
            nameof(ModelContract.An_exchange_of_what_was_consumed_otherwise_is_false_and_saves_nothing),
        ],
        nameof(ModelContract.One_code_exchanged_by_many_callers_has_one_successor),
        nameof(ModelContract.One_refresh_token_exchanged_by_many_callers_has_one_successor));

    [Fact]
    public Task An_exchange_that_drops_the_sealed_answer_is_caught() => IsCaughtAsync(
        (inner, _) => new DropsTheSealedAnswer(inner),
        [
            nameof(ModelContract.A_cancelled_exchange_has_happened_wholly_or_not_at_all),
            nameof(ModelContract.A_code_keeps_its_sealed_answer_as_well),
            nameof(ModelContract.A_repeated_save_never_overwrites_an_exchanged_refresh_token),
            nameof(ModelContract.A_sealed_answer_comes_back_byte_for_byte),
            nameof(ModelContract.A_sealed_answer_is_cleared_when_its_successor_is_exchanged),
            nameof(ModelContract.A_sealed_answer_stays_until_its_own_successor_is_consumed),
            nameof(ModelContract.A_time_of_use_in_a_repeated_hour_comes_back),
            nameof(ModelContract.Pruning_clears_a_sealed_answer_whose_time_is_over),
            nameof(ModelContract.The_time_of_use_comes_back_to_the_tick),
        ],
        nameof(ModelContract.One_code_exchanged_by_many_callers_has_one_successor));

    [Fact]
    public Task Saving_a_pair_in_two_steps_is_caught_when_the_caller_cancels_between_them() => IsCaughtAsync(
        (inner, _) => new SavesInTwoSteps(inner),
        [
            nameof(ModelContract.A_cancelled_save_saves_both_tokens_or_none),
            nameof(ModelContract.A_save_that_fails_saves_neither_token),
        ]);
}
