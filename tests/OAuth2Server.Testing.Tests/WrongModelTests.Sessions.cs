namespace OAuth2Server.Testing.Tests;

/// <content>Wrong sessions and lists of authorizations.</content>
public sealed partial class WrongModelTests
{
    [Fact]
    public Task Ending_sessions_of_another_user_is_caught() => IsCaughtAsync(
        (inner, _) => new EndsSessionsOfAnyUser(inner),
        [
            nameof(ModelContract.A_session_is_ended_by_its_own_user_only),
            nameof(ModelContract.The_end_of_a_session_makes_its_clients_due_and_no_others),
        ]);

    [Fact]
    public Task Finding_an_expired_session_is_caught() => IsCaughtAsync(
        (inner, _) => new FindsExpiredSessions(inner),
        [
            nameof(ModelContract.A_session_expires_at_its_time_whether_it_is_used_or_not),
        ]);

    [Fact]
    public Task A_session_that_was_ended_and_is_seen_again_is_caught() => IsCaughtAsync(
        (inner, _) => new SeesEndedSessions(inner),
        [
            nameof(ModelContract.An_ended_session_stays_ended),
            nameof(ModelContract.Ending_all_sessions_against_seeing_them_leaves_no_session),
        ]);

    [Fact]
    public Task Ending_the_excepted_session_is_caught() => IsCaughtAsync(
        (inner, _) => new EndsTheExceptedSession(inner),
        [
            nameof(ModelContract.Ending_all_sessions_of_a_user_leaves_the_excepted_one_and_those_of_others),
            nameof(ModelContract.The_end_of_a_session_makes_its_clients_due_and_no_others),
        ]);

    [Fact]
    public Task Listing_the_authorizations_of_another_issuer_is_caught() => IsCaughtAsync(
        (inner, _) => new ListsEveryIssuer(inner),
        [
            nameof(ModelContract.Authorizations_are_listed_for_their_issuer_and_resource_owner_the_latest_first),
        ]);

    [Fact]
    public Task Listing_expired_authorizations_is_caught() => IsCaughtAsync(
        (inner, _) => new ListsWhatExpired(inner),
        [
            nameof(ModelContract.An_authorization_is_listed_while_a_credential_or_an_access_token_can_be_used),
        ]);

    [Fact]
    public Task Forgetting_the_last_use_is_caught() => IsCaughtAsync(
        (inner, _) => new ForgetsTheLastUse(inner),
        [
            nameof(ModelContract.The_last_use_of_an_authorization_is_its_last_refresh),
        ]);
}
