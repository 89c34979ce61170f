namespace OAuth2Server.Testing.Tests;

/// <content>Wrong device codes.</content>
public sealed partial class WrongModelTests
{
    [Fact]
    public Task The_model_that_the_wrong_ones_for_devices_are_made_of_is_right() =>
        IsCaughtAsync((inner, _) => new RightDeviceModel(inner), []);

    [Fact]
    public Task Letting_every_caller_answer_a_device_is_caught() => IsCaughtAsync(
        (inner, _) => new LetsEveryCallerAnswer(inner),
        [
            nameof(ModelContract.A_device_code_is_decided_once),
            nameof(ModelContract.A_late_poll_undoes_neither_an_answer_nor_a_use),
            nameof(ModelContract.One_device_code_decided_by_many_callers_is_decided_once),
            nameof(ModelContract.Revoking_an_authorization_ends_its_device_code),
        ]);

    [Fact]
    public Task Never_freeing_user_codes_is_caught() => IsCaughtAsync(
        (inner, _) => new NeverFreesUserCodes(inner),
        [
            nameof(ModelContract.The_user_code_of_an_expired_device_code_is_free_again),
        ]);

    [Fact]
    public Task Taking_every_poll_for_the_first_is_caught() => IsCaughtAsync(
        (inner, _) => new TakesEveryPollForTheFirst(inner),
        [
            nameof(ModelContract.A_poll_is_recorded_with_its_time_and_interval_to_the_tick),
            nameof(ModelContract.One_device_code_polled_by_many_callers_is_polled_once),
        ]);

    [Fact]
    public Task An_interval_that_does_not_grow_is_caught() => IsCaughtAsync(
        (inner, _) => new KeepsTheInterval(inner),
        [
            nameof(ModelContract.A_late_answer_undoes_neither_a_poll_nor_a_use),
            nameof(ModelContract.A_poll_an_answer_and_a_use_of_a_found_device_code_are_seen_at_once),
            nameof(ModelContract.A_poll_and_an_answer_leave_each_other_alone),
            nameof(ModelContract.A_poll_is_recorded_with_its_time_and_interval_to_the_tick),
            nameof(ModelContract.A_repeated_save_never_overwrites_a_device_code),
            nameof(ModelContract.Consuming_a_device_code_keeps_its_answer_and_its_poll),
            nameof(ModelContract.Exchanging_a_device_code_keeps_its_answer_and_its_poll),
        ]);

    [Fact]
    public Task A_poll_that_writes_the_whole_record_is_caught() => IsCaughtAsync(
        (inner, _) => new PollsWithTheWholeRecord(inner),
        [
            nameof(ModelContract.A_late_poll_undoes_neither_an_answer_nor_a_use),
            nameof(ModelContract.A_poll_and_an_answer_leave_each_other_alone),
        ]);

    [Fact]
    public Task Consuming_that_writes_the_whole_record_is_caught() => IsCaughtAsync(
        (inner, _) => new ConsumesWithTheWholeRecord(inner),
        [
            nameof(ModelContract.A_denied_and_a_consumed_device_code_are_found_until_they_expire),
            nameof(ModelContract.A_late_answer_undoes_neither_a_poll_nor_a_use),
            nameof(ModelContract.A_late_poll_undoes_neither_an_answer_nor_a_use),
            nameof(ModelContract.A_poll_an_answer_and_a_use_of_a_found_device_code_are_seen_at_once),
            nameof(ModelContract.A_repeated_save_never_overwrites_a_device_code),
            nameof(ModelContract.Consuming_a_device_code_keeps_its_answer_and_its_poll),
            nameof(ModelContract.The_times_of_a_device_code_in_a_repeated_hour_come_back),
        ]);

    [Fact]
    public Task Consuming_a_device_code_of_a_revoked_authorization_is_caught() => IsCaughtAsync(
        (inner, _) => new ConsumesRevokedDeviceCodes(inner),
        [
            nameof(ModelContract.Revoking_an_authorization_ends_its_device_code),
        ]);

    [Fact]
    public Task Replacing_a_device_code_by_a_repeated_save_is_caught() => IsCaughtAsync(
        (inner, _) => new ReplacesDeviceCodes(inner),
        [
            nameof(ModelContract.A_repeated_save_never_overwrites_a_device_code),
            nameof(ModelContract.A_second_device_code_with_the_same_text_is_refused),
        ]);
}
