namespace OAuth2Server.Testing.Tests;

/// <content>Wrong origins.</content>
public sealed partial class WrongModelTests
{
    [Fact]
    public Task Comparing_the_beginnings_of_origins_is_caught() => IsCaughtAsync(
        (inner, _) => new ComparesPrefixes(inner),
        [
            nameof(ModelContract.An_origin_that_is_only_like_a_client_s_is_not_known),
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
