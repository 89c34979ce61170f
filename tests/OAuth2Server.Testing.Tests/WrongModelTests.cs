using Microsoft.Extensions.Time.Testing;
using Xunit.Sdk;

namespace OAuth2Server.Testing.Tests;

/// <summary>Models that are wrong in one way each: the contract catches them, by the tests that are about it and by no others.</summary>
public sealed class WrongModelTests
{
    [Fact]
    public Task The_model_that_the_wrong_ones_are_made_of_is_right() => IsCaughtAsync((inner, _) => new RightModel(inner), []);

    [Fact]
    public Task Finding_a_credential_and_then_deleting_it_is_caught_by_the_races() => IsCaughtAsync((inner, _) => new FindThenDelete(inner),
    [
        nameof(ModelContract.One_code_exchanged_by_many_callers_has_one_successor),
        nameof(ModelContract.One_code_redeemed_by_many_callers_is_consumed_once),
        nameof(ModelContract.One_refresh_token_exchanged_by_many_callers_has_one_successor),
        nameof(ModelContract.One_refresh_token_rotated_by_many_callers_is_consumed_once),
    ]);

    [Fact]
    public Task Deleting_used_codes_is_caught() => IsCaughtAsync((inner, _) => new DeletesUsedCodes(inner),
    [
        nameof(ModelContract.A_cancelled_save_or_use_of_a_code_says_what_happened),
        nameof(ModelContract.A_code_keeps_its_sealed_answer_as_well),
        nameof(ModelContract.A_consumed_code_is_still_found_with_the_time_of_its_use),
        nameof(ModelContract.Exchanging_a_code_consumes_it_and_saves_its_tokens),
        nameof(ModelContract.The_time_of_a_code_s_use_comes_back_to_the_tick),
    ]);

    [Fact]
    public Task Deleting_used_refresh_tokens_before_their_authorization_ends_is_caught() => IsCaughtAsync((inner, clock) => new DeletesUsedRefreshTokensEarly(inner, clock),
    [
        nameof(ModelContract.A_consumed_refresh_token_is_found_until_its_authorization_ends),
    ]);

    [Fact]
    public Task Taking_the_time_of_use_from_another_clock_is_caught() => IsCaughtAsync((inner, clock) => new AsksItsOwnClock(inner, clock),
    [
        nameof(ModelContract.A_consumed_refresh_token_is_found_until_its_authorization_ends),
        nameof(ModelContract.The_time_of_use_comes_back_to_the_tick),
    ]);

    [Fact]
    public Task An_exchange_that_does_not_save_the_refresh_token_is_caught() => IsCaughtAsync((inner, _) => new ForgetsTheNewRefreshToken(inner),
    [
        nameof(ModelContract.A_cancelled_exchange_has_happened_wholly_or_not_at_all),
        nameof(ModelContract.A_chain_of_exchanges_leaves_one_fresh_token_and_every_used_one_known),
        nameof(ModelContract.A_second_exchange_is_false_and_saves_nothing),
        nameof(ModelContract.Exchanging_a_code_consumes_it_and_saves_its_tokens),
        nameof(ModelContract.Exchanging_a_refresh_token_consumes_it_and_saves_its_successor),
        nameof(ModelContract.One_code_exchanged_by_many_callers_has_one_successor),
        nameof(ModelContract.One_refresh_token_exchanged_by_many_callers_has_one_successor),
        nameof(ModelContract.The_successor_has_no_sealed_answer),
    ]);

    [Fact]
    public Task An_exchange_that_saves_although_it_lost_is_caught() => IsCaughtAsync((inner, _) => new SavesWhenItLost(inner),
    [
        nameof(ModelContract.A_second_exchange_is_false_and_saves_nothing),
        nameof(ModelContract.An_exchange_of_an_unknown_credential_is_false_and_saves_nothing),
        nameof(ModelContract.An_exchange_of_what_was_consumed_otherwise_is_false_and_saves_nothing),
    ],
        nameof(ModelContract.One_code_exchanged_by_many_callers_has_one_successor),
        nameof(ModelContract.One_refresh_token_exchanged_by_many_callers_has_one_successor));

    [Fact]
    public Task An_exchange_that_drops_the_sealed_answer_is_caught() => IsCaughtAsync((inner, _) => new DropsTheSealedAnswer(inner),
    [
        nameof(ModelContract.A_cancelled_exchange_has_happened_wholly_or_not_at_all),
        nameof(ModelContract.A_code_keeps_its_sealed_answer_as_well),
        nameof(ModelContract.A_sealed_answer_comes_back_byte_for_byte),
        nameof(ModelContract.The_time_of_use_comes_back_to_the_tick),
    ],
        nameof(ModelContract.One_code_exchanged_by_many_callers_has_one_successor));

    [Fact]
    public Task Saving_a_pair_in_two_steps_is_caught_when_the_caller_hangs_up_between_them() => IsCaughtAsync((inner, _) => new SavesInTwoSteps(inner),
    [
        nameof(ModelContract.A_cancelled_save_saves_both_tokens_or_none),
    ]);

    [Fact]
    public Task Client_ids_without_regard_to_case_are_caught() => IsCaughtAsync((inner, _) => new IgnoresCase(inner),
    [
        nameof(ModelContract.A_client_id_in_another_case_is_another_client),
    ]);

    [Fact]
    public Task Client_ids_without_regard_to_trailing_spaces_are_caught() => IsCaughtAsync((inner, _) => new IgnoresTrailingSpaces(inner),
    [
        nameof(ModelContract.A_space_at_either_end_makes_another_client_id),
    ]);

    [Fact]
    public Task Revoking_without_regard_to_case_is_caught() => IsCaughtAsync((inner, _) => new RevokesIgnoringCase(inner),
    [
        nameof(ModelContract.Revoking_an_authorization_leaves_other_families_alone),
    ]);

    [Fact]
    public Task Keeping_what_Reveal_gives_is_caught() => IsCaughtAsync((inner, _) => new KeepsTheText(inner),
    [
        nameof(ModelContract.The_store_holds_no_secret_in_the_clear),
    ]);

    [Fact]
    public Task Keeping_what_Reveal_gives_in_base64_is_caught() => IsCaughtAsync((inner, _) => new KeepsTheTextEncoded(inner),
    [
        nameof(ModelContract.The_store_holds_no_secret_in_the_clear),
    ]);

    [Fact]
    public Task Dropping_unknown_properties_is_caught() => IsCaughtAsync((inner, _) => new DropsUnknownProperties(inner),
    [
        nameof(ModelContract.Unknown_properties_come_back_from_every_record),
    ]);

    [Fact]
    public Task Cutting_times_to_milliseconds_is_caught() => IsCaughtAsync((inner, _) => new KeepsMilliseconds(inner),
    [
        nameof(ModelContract.Times_come_back_to_the_tick_and_in_UTC),
    ]);

    [Fact]
    public Task Forgetting_tombstones_is_caught() => IsCaughtAsync((inner, _) => new ForgetsTombstones(inner),
    [
        nameof(ModelContract.An_authorization_can_be_revoked_before_anything_of_it_is_saved),
        nameof(ModelContract.What_is_saved_after_the_revocation_is_dead),
    ],
        nameof(ModelContract.Exchanging_against_revoking_leaves_nothing_alive),
        nameof(ModelContract.Rotating_against_revoking_leaves_nothing_alive));

    [Fact]
    public Task Sparing_access_tokens_from_a_revocation_is_caught() => IsCaughtAsync((inner, _) => new SparesAccessTokens(inner),
    [
        nameof(ModelContract.A_cancelled_revocation_ends_the_whole_family_or_nothing),
        nameof(ModelContract.A_withdrawal_with_an_earlier_time_revives_nothing),
        nameof(ModelContract.An_authorization_can_be_revoked_before_anything_of_it_is_saved),
        nameof(ModelContract.Revoking_an_authorization_ends_all_of_its_family),
        nameof(ModelContract.Revoking_twice_or_an_unknown_id_is_no_error),
        nameof(ModelContract.What_is_saved_after_the_revocation_is_dead),
        nameof(ModelContract.Withdrawing_a_consent_ends_every_authorization_of_the_pair),
    ],
        nameof(ModelContract.Exchanging_against_withdrawing_leaves_nothing_alive),
        nameof(ModelContract.Exchanging_against_revoking_leaves_nothing_alive),
        nameof(ModelContract.Rotating_against_revoking_leaves_nothing_alive),
        nameof(ModelContract.An_exchange_against_a_revoked_authorization_is_false_and_saves_nothing));

    [Fact]
    public Task Counting_failures_by_a_look_up_and_a_write_is_caught_by_the_race() => IsCaughtAsync((inner, _) => new LooksThenCounts(inner),
    [
        nameof(ModelContract.Many_failures_at_the_same_moment_are_all_counted),
    ]);

    [Fact]
    public Task Never_forgetting_failures_is_caught() => IsCaughtAsync((inner, _) => new NeverForgetsFailures(inner),
    [
        nameof(ModelContract.A_count_is_forgotten_at_its_time_unless_it_grew),
    ]);

    [Fact]
    public Task Clearing_the_failures_of_everybody_is_caught() => IsCaughtAsync((inner, _) => new ClearsEverybodysFailures(inner),
    [
        nameof(ModelContract.Clearing_forgets_the_failures_of_its_key_only),
    ]);

    [Fact]
    public Task Keeping_revoked_access_tokens_is_caught() => IsCaughtAsync((inner, _) => new KeepsRevokedAccessTokens(inner),
    [
        nameof(ModelContract.A_cancelled_revocation_of_an_access_token_says_what_happened),
        nameof(ModelContract.A_revoked_access_token_is_no_longer_found),
        nameof(ModelContract.A_revoked_access_token_stays_dead),
        nameof(ModelContract.Revoking_an_access_token_twice_or_an_unknown_one_is_no_error),
    ]);

    [Fact]
    public Task Ending_a_family_with_one_access_token_is_caught() => IsCaughtAsync((inner, _) => new RevokesTheWholeFamily(inner),
    [
        nameof(ModelContract.Revoking_an_access_token_leaves_its_refresh_token_and_its_siblings_alone),
        nameof(ModelContract.Revoking_an_access_token_twice_or_an_unknown_one_is_no_error),
    ]);

    [Fact]
    public Task The_model_that_the_wrong_ones_for_devices_are_made_of_is_right() => IsCaughtAsync((inner, _) => new RightDeviceModel(inner), []);

    [Fact]
    public Task Letting_everybody_answer_a_device_is_caught() => IsCaughtAsync((inner, _) => new LetsEverybodyAnswer(inner),
    [
        nameof(ModelContract.A_device_code_is_decided_once),
        nameof(ModelContract.One_device_code_decided_by_many_callers_is_decided_once),
        nameof(ModelContract.Revoking_an_authorization_ends_its_device_code),
    ]);

    [Fact]
    public Task Keeping_user_codes_for_ever_is_caught() => IsCaughtAsync((inner, _) => new KeepsUserCodesForEver(inner),
    [
        nameof(ModelContract.The_user_code_of_an_expired_device_code_is_free_again),
    ]);

    [Fact]
    public Task Taking_every_poll_for_the_first_is_caught() => IsCaughtAsync((inner, _) => new TakesEveryPollForTheFirst(inner),
    [
        nameof(ModelContract.A_poll_is_recorded_with_its_time_and_interval_to_the_tick),
        nameof(ModelContract.One_device_code_polled_by_many_callers_is_polled_once),
    ]);

    [Fact]
    public Task An_interval_that_does_not_grow_is_caught() => IsCaughtAsync((inner, _) => new KeepsTheInterval(inner),
    [
        nameof(ModelContract.A_poll_and_an_answer_leave_each_other_alone),
        nameof(ModelContract.A_poll_is_recorded_with_its_time_and_interval_to_the_tick),
    ]);

    [Fact]
    public Task Comparing_the_beginnings_of_origins_is_caught() => IsCaughtAsync((inner, _) => new ComparesPrefixes(inner),
    [
        nameof(ModelContract.An_origin_that_is_only_like_a_client_s_is_not_known),
    ]);

    [Fact]
    public Task Letting_longer_names_in_is_caught() => IsCaughtAsync((inner, _) => new LetsLongerNamesIn(inner),
    [
        nameof(ModelContract.An_origin_that_is_only_like_a_client_s_is_not_known),
    ]);

    [Fact]
    public Task Allowing_the_origins_of_confidential_clients_is_caught() => IsCaughtAsync((inner, _) => new AllowsConfidentialClients(inner),
    [
        nameof(ModelContract.The_origin_of_a_confidential_client_is_not_known),
    ]);

    /// <param name="make">The model, given the right one that it is made of.</param>
    /// <param name="by">The contract tests that fail, each time.</param>
    /// <param name="perhapsBy">Races that may meet the fault.</param>
    private static async Task IsCaughtAsync(Func<InMemoryModel, FakeTimeProvider, IOAuthModel> make, string[] by, params string[] perhapsBy)
    {
        var failures = (await ContractRun.ResultsAsync(make)).Failures;
        Assert.Equal(by.Order(), failures.Keys.Except(perhapsBy).Order());
        // A contract test fails with a sentence, not with whatever a model or the kit stumbled over.
        Assert.All(failures.Values, failure => Assert.IsAssignableFrom<IAssertionException>(failure));
    }
}
