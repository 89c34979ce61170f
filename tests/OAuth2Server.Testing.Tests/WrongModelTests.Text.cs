namespace OAuth2Server.Testing.Tests;

/// <content>Wrong comparisons, and texts and values that are not kept.</content>
public sealed partial class WrongModelTests
{
    [Fact]
    public Task Client_ids_without_regard_to_case_are_caught() => IsCaughtAsync(
        (inner, _) => new IgnoresCase(inner),
        [
            nameof(ModelContract.A_client_id_in_another_case_is_another_client),
        ]);

    [Fact]
    public Task Client_ids_without_regard_to_trailing_spaces_are_caught() => IsCaughtAsync(
        (inner, _) => new IgnoresTrailingSpaces(inner),
        [
            nameof(ModelContract.A_space_at_either_end_makes_another_client_id),
        ]);

    [Fact]
    public Task Revoking_without_regard_to_case_is_caught() => IsCaughtAsync(
        (inner, _) => new RevokesIgnoringCase(inner),
        [
            nameof(ModelContract.Revoking_an_authorization_leaves_other_families_alone),
        ]);

    [Fact]
    public Task Keeping_what_Reveal_gives_is_caught() => IsCaughtAsync(
        (inner, _) => new KeepsTheText(inner),
        [
            nameof(ModelContract.An_access_token_is_found_by_its_hash_where_its_text_is_not_there),
            nameof(ModelContract.The_store_holds_no_secret_in_the_clear),
            nameof(ModelContract.An_access_token_is_found_by_its_hash_where_its_text_is_not_there),
        ]);

    [Fact]
    public Task Keeping_what_Reveal_gives_in_base64_is_caught() => IsCaughtAsync(
        (inner, _) => new KeepsTheTextEncoded(inner),
        [
            nameof(ModelContract.The_store_holds_no_secret_in_the_clear),
        ]);

    [Fact]
    public Task Dropping_unknown_properties_is_caught() => IsCaughtAsync(
        (inner, _) => new DropsUnknownProperties(inner),
        [
            nameof(ModelContract.An_empty_list_of_authorization_details_comes_back),
            nameof(ModelContract.Authorization_details_come_back),
            nameof(ModelContract.Long_texts_come_back_whole),
            nameof(ModelContract.Unknown_properties_come_back_from_every_record),
        ]);

    [Fact]
    public Task Cutting_times_to_milliseconds_is_caught() => IsCaughtAsync(
        (inner, _) => new KeepsMilliseconds(inner),
        [
            nameof(ModelContract.Times_come_back_to_the_tick_and_in_UTC),
            nameof(ModelContract.Times_in_a_repeated_hour_come_back),
        ]);
}
