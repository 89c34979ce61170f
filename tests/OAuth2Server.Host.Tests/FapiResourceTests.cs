using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using OAuth2Server.AspNetCore;

namespace OAuth2Server.Host.Tests;

/// <summary>The resource of the host under a profile.</summary>
public sealed class FapiResourceTests
{
    [Theory]
    [InlineData("None", "ES256 ES384 PS256")]
    [InlineData("Fapi2", "ES256 PS256")]
    public async Task The_resource_asks_for_the_algorithms_of_proofs_that_the_metadata_lists(string profile, string algorithms)
    {
        using var key = new SigningClient();
        await using var server = await TestServer.StartAsync(c =>
        {
            c.Server()["Profile"] = profile;
            c.Server()["Clients"] = new JsonArray(new JsonObject
            {
                ["ClientId"] = "service", ["Type"] = "Confidential", ["GrantTypes"] = new JsonArray("client_credentials"),
                ["AuthenticationMethods"] = new JsonArray("private_key_jwt"), ["Jwks"] = key.Jwks, ["Scopes"] = new JsonArray("read"),
            });
        });
        var metadata = JsonNode.Parse((await server.NewBrowser().GetAsync("/.well-known/oauth-authorization-server")).Body)!;
        var announced = metadata["dpop_signing_alg_values_supported"]!.AsArray().Select(one => (string)one!);
        Assert.Equal(algorithms, string.Join(' ', announced));

        var (status, challenge, _) = await new OAuthClient(server.Address).UseAsync("/demo/read", null);
        Assert.Equal(401, status);
        Assert.Contains($"algs=\"{algorithms}\"", challenge, StringComparison.Ordinal);
        // The metadata of a resource (RFC 9728) has what these options have.
        var options = server.Services.GetRequiredService<IOptionsMonitor<OAuth2BearerOptions>>();
        Assert.Equal(algorithms, string.Join(' ', options.Get(OAuth2BearerDefaults.AuthenticationScheme).DPoP!.Algorithms));
    }
}
