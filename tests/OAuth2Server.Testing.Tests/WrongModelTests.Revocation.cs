namespace OAuth2Server.Testing.Tests;

/// <content>Wrong revocations.</content>
public sealed partial class WrongModelTests
{
    [Fact]
    public Task Forgetting_tombstones_is_caught() => IsCaughtAsync(
        (inner, _) => new ForgetsTombstones(inner),
        [
            nameof(ModelContract.A_code_of_a_revoked_authorization_cannot_be_consumed),
            nameof(ModelContract.A_refresh_token_of_a_revoked_authorization_cannot_be_consumed),
            nameof(ModelContract.A_revoked_authorization_is_not_listed),
            nameof(ModelContract.A_revoked_authorization_stays_revoked_as_long_as_its_records_live),
            nameof(ModelContract.An_authorization_can_be_revoked_before_anything_of_it_is_saved),
            nameof(ModelContract.An_authorization_is_listed_once_with_every_member),
            nameof(ModelContract.An_authorization_with_a_long_id_is_revoked_and_no_other_one),
            nameof(ModelContract.Authorizations_are_listed_for_their_issuer_and_resource_owner_the_latest_first),
            nameof(ModelContract.What_is_saved_after_the_revocation_is_not_found),
        ],
        nameof(ModelContract.Exchanging_against_revoking_leaves_no_valid_token),
        nameof(ModelContract.Rotating_against_revoking_leaves_no_valid_token));

    [Fact]
    public Task Leaving_access_tokens_out_of_a_revocation_is_caught() => IsCaughtAsync(
        (inner, _) => new LeavesAccessTokensOut(inner),
        [
            nameof(ModelContract.A_cancelled_call_for_a_consent_says_what_happened),
            nameof(ModelContract.A_cancelled_revocation_ends_the_whole_family_or_nothing),
            nameof(ModelContract.A_revoked_authorization_stays_revoked_as_long_as_its_records_live),
            nameof(ModelContract.A_withdrawal_counts_as_long_as_the_records_before_it_live),
            nameof(ModelContract.A_withdrawal_counts_to_the_tick),
            nameof(ModelContract.A_withdrawal_ends_what_a_node_with_a_clock_ahead_has_granted),
            nameof(ModelContract.A_withdrawal_ends_no_pair_that_only_looks_alike),
            nameof(ModelContract.A_withdrawal_ends_the_authorizations_of_every_subject),
            nameof(ModelContract.A_withdrawal_with_an_earlier_time_undoes_nothing),
            nameof(ModelContract.A_withdrawal_without_a_saved_consent_ends_the_authorizations_as_well),
            nameof(ModelContract.An_authorization_can_be_revoked_before_anything_of_it_is_saved),
            nameof(ModelContract.An_authorization_with_a_long_id_is_revoked_and_no_other_one),
            nameof(ModelContract.Consenting_again_brings_back_nothing_that_was_withdrawn),
            nameof(ModelContract.Revoking_an_authorization_ends_all_of_its_family),
            nameof(ModelContract.Revoking_twice_or_an_unknown_id_is_no_error),
            nameof(ModelContract.The_times_of_consents_in_a_repeated_hour_come_back),
            nameof(ModelContract.What_is_saved_after_the_revocation_is_not_found),
            nameof(ModelContract.What_was_found_before_is_null_once_its_authorization_is_revoked),
            nameof(ModelContract.Withdrawing_a_consent_ends_every_authorization_of_the_pair),
        ],
        nameof(ModelContract.Exchanging_against_withdrawing_leaves_no_valid_token),
        nameof(ModelContract.Exchanging_against_revoking_leaves_no_valid_token),
        nameof(ModelContract.Rotating_against_revoking_leaves_no_valid_token),
        nameof(ModelContract.An_exchange_against_a_revoked_authorization_is_false_and_saves_nothing));

    [Fact]
    public Task Keeping_revoked_access_tokens_is_caught() => IsCaughtAsync(
        (inner, _) => new KeepsRevokedAccessTokens(inner),
        [
            nameof(ModelContract.A_cancelled_revocation_of_an_access_token_says_what_happened),
            nameof(ModelContract.A_revoked_access_token_is_no_longer_found),
            nameof(ModelContract.A_revoked_access_token_stays_revoked),
            nameof(ModelContract.A_revoked_access_token_stays_revoked_until_it_expires),
            nameof(ModelContract.A_revoked_access_token_stays_revoked_when_its_save_is_repeated),
            nameof(ModelContract.An_access_token_with_a_long_id_is_revoked_and_no_other_one),
            nameof(ModelContract.Revoking_an_access_token_twice_or_an_unknown_one_is_no_error),
        ]);

    [Fact]
    public Task Revoking_a_family_with_one_access_token_is_caught() => IsCaughtAsync(
        (inner, _) => new RevokesTheWholeFamily(inner),
        [
            nameof(ModelContract.Revoking_an_access_token_leaves_its_refresh_token_and_its_siblings_alone),
            nameof(ModelContract.Revoking_an_access_token_twice_or_an_unknown_one_is_no_error),
        ]);
}
