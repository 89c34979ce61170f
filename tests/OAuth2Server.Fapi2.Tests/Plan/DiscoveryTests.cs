namespace OAuth2Server.Fapi2.Tests.Plan;

/// <summary>The metadata of a server with the profile.</summary>
public sealed class DiscoveryTests
{
    private static readonly string[] Algorithms = ["PS256", "ES256", "EdDSA", "Ed25519"];

    [Theory, Module("discovery-end-point-verification")]
    [InlineData("/.well-known/oauth-authorization-server")]
    [InlineData("/.well-known/openid-configuration")]
    public async Task The_metadata_says_what_the_profile_demands(string path)
    {
        await using var site = await Fapi2Site.StartAsync();
        var client = site.NewClient();

        var metadata = await client.GetJsonAsync(path);

        Assert.Equal(client.Issuer, metadata.Text("issuer"));
        Assert.Equal(client.Issuer + "/oauth2/par", metadata.Text("pushed_authorization_request_endpoint"));
        Assert.True(metadata.GetProperty("require_pushed_authorization_requests").GetBoolean());
        Assert.True(metadata.GetProperty("authorization_response_iss_parameter_supported").GetBoolean());
        Assert.False(metadata.GetProperty("request_uri_parameter_supported").GetBoolean());
        Assert.Equal(["code"], metadata.Texts("response_types_supported"));
        Assert.Equal(["S256"], metadata.Texts("code_challenge_methods_supported"));
        Assert.Contains("private_key_jwt", metadata.Texts("token_endpoint_auth_methods_supported"));
        Assert.DoesNotContain("client_secret_basic", metadata.Texts("token_endpoint_auth_methods_supported"));
        Assert.DoesNotContain("none", metadata.Texts("token_endpoint_auth_methods_supported"));
        Assert.Contains("refresh_token", metadata.Texts("grant_types_supported"));
        Assert.DoesNotContain("password", metadata.Texts("grant_types_supported"));
        AssertAllowed(metadata.Texts("token_endpoint_auth_signing_alg_values_supported"));
        AssertAllowed(metadata.Texts("dpop_signing_alg_values_supported"));
        AssertAllowed(metadata.Texts("id_token_signing_alg_values_supported"));
        AssertAllowed(metadata.Texts("introspection_signing_alg_values_supported"));
    }

    [Fact, Module("discovery-end-point-verification")]
    public async Task The_key_set_has_public_keys_with_distinct_identifiers_and_rsa_keys_of_2048_bits()
    {
        await using var site = await Fapi2Site.StartAsync();

        var keys = (await site.NewClient().GetJsonAsync("/oauth2/jwks")).GetProperty("keys").EnumerateArray().ToArray();

        Assert.NotEmpty(keys);
        Assert.Equal(keys.Length, keys.Select(key => key.Text("kid")).Distinct().Count());
        Assert.All(keys, key => Assert.False(key.TryGetProperty("d", out _)));
        foreach (var key in keys.Where(key => key.Text("kty") == "RSA")) Assert.True(key.Text("n").Length >= 342);
    }

    private static void AssertAllowed(string[] algorithms)
    {
        Assert.NotEmpty(algorithms.Intersect(Algorithms));
        Assert.DoesNotContain("RS256", algorithms);
        Assert.DoesNotContain("HS256", algorithms);
        Assert.DoesNotContain("none", algorithms);
    }
}
