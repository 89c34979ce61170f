namespace OAuth2Server.Testing.Tests;

/// <content>Wrong saves: repeated ones, and texts that are taken.</content>
public sealed partial class WrongModelTests
{
    [Fact]
    public Task Deleting_revoked_access_tokens_is_caught() => IsCaughtAsync(
        (inner, _) => new DeletesRevokedAccessTokens(inner),
        [
            nameof(ModelContract.A_revoked_access_token_stays_revoked_until_it_expires),
            nameof(ModelContract.A_revoked_access_token_stays_revoked_when_its_save_is_repeated),
        ]);

    [Fact]
    public Task Replacing_consumed_credentials_by_a_repeated_save_is_caught() => IsCaughtAsync(
        (inner, _) => new ReplacesConsumedCredentials(inner),
        [
            nameof(ModelContract.A_consumed_refresh_token_stays_consumed_when_its_save_is_repeated_late),
            nameof(ModelContract.A_repeated_save_never_overwrites_a_consumed_code),
            nameof(ModelContract.A_repeated_save_never_overwrites_a_consumed_refresh_token),
            nameof(ModelContract.A_repeated_save_never_overwrites_an_exchanged_refresh_token),
        ]);

    [Fact]
    public Task Ignoring_that_a_text_is_taken_is_caught() => IsCaughtAsync(
        (inner, _) => new IgnoresThatATextIsTaken(inner),
        [
            nameof(ModelContract.A_second_access_token_with_the_same_text_is_refused),
            nameof(ModelContract.A_second_code_with_the_same_text_is_refused),
            nameof(ModelContract.A_second_refresh_token_with_the_same_text_is_refused),
        ]);

    [Fact]
    public Task Ignoring_that_the_text_of_a_successor_is_taken_is_caught() => IsCaughtAsync(
        (inner, _) => new IgnoresThatTheSuccessorIsTaken(inner),
        [
            nameof(ModelContract.A_code_stays_fresh_when_the_save_of_its_tokens_fails),
            nameof(ModelContract.A_refresh_token_stays_fresh_when_the_save_of_its_successor_fails),
            nameof(ModelContract.A_second_refresh_token_with_the_same_text_is_refused),
        ]);
}
