namespace OAuth2Server.Testing.Tests;

/// <content>Wrong origins.</content>
public sealed partial class WrongModelTests
{
    [Fact]
    public Task Comparing_the_beginnings_of_origins_is_caught() => IsCaughtAsync(
        (inner, _) => new ComparesPrefixes(inner),
        [
            nameof(ModelContract.A_cancelled_question_gets_no_wrong_answer),
            nameof(ModelContract.An_origin_that_is_only_like_a_client_s_is_not_known),
        ]);

    [Fact]
    public Task Allowing_the_registered_port_of_a_loopback_address_only_is_caught() => IsCaughtAsync(
        (inner, _) => new AllowsTheRegisteredPortOnly(inner),
        [
            nameof(ModelContract.A_cancelled_question_gets_no_wrong_answer),
            nameof(ModelContract.Every_port_of_a_loopback_address_is_the_origin_of_a_client_that_registered_one),
        ]);

    [Fact]
    public Task Telling_the_name_of_one_user_for_another_is_caught() => IsCaughtAsync(
        (inner, _) => new NamesEveryUserAlike(inner),
        [
            nameof(ModelContract.A_username_belongs_to_its_user_alone),
        ]);

    [Fact]
    public Task Giving_the_claims_of_one_user_for_another_is_caught() => IsCaughtAsync(
        (inner, _) => new GivesOneUsersClaimsToAll(inner),
        [
            nameof(ModelContract.A_disabled_user_has_no_claims),
            nameof(ModelContract.The_claims_of_a_user_belong_to_the_user_alone),
        ]);

    [Fact]
    public Task Allowing_longer_origins_is_caught() => IsCaughtAsync(
        (inner, _) => new AllowsLongerNames(inner),
        [
            nameof(ModelContract.An_origin_that_is_only_like_a_client_s_is_not_known),
        ]);

    [Fact]
    public Task Allowing_the_origins_of_confidential_clients_is_caught() => IsCaughtAsync(
        (inner, _) => new AllowsConfidentialClients(inner),
        [
            nameof(ModelContract.The_origin_of_a_confidential_client_is_not_known),
        ]);
}
