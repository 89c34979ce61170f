namespace OAuth2Server.Testing.Tests;

/// <summary>A model that has few capabilities: the tests of those are run, the others are skipped with the reason.</summary>
public sealed class PartialModelTests
{
    [Fact]
    public async Task Tests_of_a_missing_capability_are_skipped_and_name_its_interface()
    {
        var run = await ContractRun.ResultsAsync((inner, _) => new MachinesOnly(inner));

        Assert.Empty(run.Failures);
        Assert.Equal(
            "MachinesOnly does not implement IRefreshTokenModel.",
            run.Skips[nameof(ModelContract.A_refresh_token_is_consumed_once)]);
        Assert.Equal(
            "MachinesOnly does not implement IExchangeModel.",
            run.Skips[nameof(ModelContract.A_sealed_answer_comes_back_byte_for_byte)]);
        Assert.Equal(
            "MachinesOnly does not implement IAuthorizationModel.",
            run.Skips[nameof(ModelContract.What_is_saved_after_the_revocation_is_not_found)]);
        Assert.Contains(nameof(ModelContract.A_client_id_in_another_case_is_another_client), run.Passes);
        Assert.Contains(nameof(ModelContract.An_access_token_comes_back_with_every_member), run.Passes);
        Assert.Contains(nameof(ModelContract.Unknown_properties_come_back_from_every_record), run.Passes);
        Assert.Contains(nameof(ModelContract.A_client_that_is_registered_for_client_credentials_gets_an_answer), run.Passes);
    }

    [Fact]
    public void Every_test_names_its_capability()
    {
        Assert.All(ContractRun.Tests, test => Assert.NotNull(Attribute.GetCustomAttribute(test, typeof(CapabilityAttribute))));
        Assert.True(ContractRun.Tests.Count() > 100);
    }

    private sealed class MachinesOnly(InMemoryModel inner) : IClientCredentialsModel, IAccessTokenModel
    {
        public ValueTask<Client?> GetClientAsync(string clientId, OAuthContext context, CancellationToken ct) =>
            inner.GetClientAsync(clientId, context, ct);

        public ValueTask<bool> VerifyClientSecretAsync(Client client, Secret secret, OAuthContext context, CancellationToken ct) =>
            inner.VerifyClientSecretAsync(client, secret, context, ct);

        public ValueTask SaveTokenAsync(Token token, OAuthContext context, CancellationToken ct) =>
            inner.SaveTokenAsync(token, context, ct);

        public ValueTask<AccessToken?> GetAccessTokenAsync(Secret token, OAuthContext context, CancellationToken ct) =>
            inner.GetAccessTokenAsync(token, context, ct);

        public ValueTask<User?> GetUserFromClientAsync(Client client, OAuthContext context, CancellationToken ct) =>
            inner.GetUserFromClientAsync(client, context, ct);
    }
}
