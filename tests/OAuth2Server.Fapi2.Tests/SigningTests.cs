using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.IdentityModel.JsonWebTokens;
using OAuth2Server.Host;
using OAuth2Server.OpenIdConnect.Tests.Logout;

namespace OAuth2Server.Fapi2.Tests;

/// <summary>What the server signs (Security Profile §5.4.1): not with RS256, also where no client and no setting names an
/// algorithm.</summary>
public sealed class SigningTests
{
    private const string Register = "/oauth2/register";

    private static readonly JsonObject Registration = new()
    {
        ["redirect_uris"] = new JsonArray("https://new.example.com/cb"),
        ["token_endpoint_auth_method"] = "private_key_jwt",
        ["jwks"] = JsonNode.Parse(ClientKey.Set(ClientKey.NewEcdsa())),
    };

    [Theory]
    [InlineData(null, "ES256")]
    [InlineData("ES256", "ES256")]
    [InlineData("PS256", "PS256")]
    public async Task The_id_token_of_a_client_that_names_no_algorithm_has_ES256(string? registered, string used)
    {
        await using var site = await Fapi2Site.StartAsync(server =>
        {
            server["Keys"] = new JsonObject { ["Algorithms"] = new JsonArray("RS256", "ES256", "PS256") };
            server["Clients"]![0]!["IdTokenSignedResponseAlg"] = registered;
        });
        var client = site.NewClient();

        var tokens = await client.TokensAsync();

        Assert.Equal(used, (await client.IdTokenAsync(tokens)).Alg);
        var refreshed = (await client.Refresh(tokens.Text("refresh_token")).SendAsync()).Accepted();
        Assert.Equal(used, (await client.IdTokenAsync(refreshed.Json)).Alg);
    }

    [Fact]
    public async Task A_client_with_its_own_profile_gets_ES256_and_another_client_RS256()
    {
        await using var site = await Fapi2Site.StartAsync(server =>
        {
            server["Profile"] = "None";
            server["Clients"]![0]!["Profile"] = "Fapi2";
        });
        var (one, two) = (site.NewClient(), site.NewOther());

        Assert.Equal("ES256", Algorithm((await one.TokensAsync()).Text("id_token")));
        Assert.Equal("RS256", Algorithm((await two.TokensAsync()).Text("id_token")));
        Assert.Contains("RS256", (await one.GetJsonAsync("/.well-known/openid-configuration"))
            .Texts("id_token_signing_alg_values_supported"));
    }

    [Fact]
    public async Task A_signed_introspection_answer_has_ES256()
    {
        await using var site = await Fapi2Site.StartAsync(ResourceServerTests.AddApi);
        using var request = new HttpRequestMessage(HttpMethod.Post, site.Server.Address + "/oauth2/introspect");
        request.Content = new FormUrlEncodedContent([new("token", "unknown")]);
        request.Headers.Accept.Add(new("application/token-introspection+jwt"));
        request.Headers.Authorization = ResourceServerTests.Basic;

        Assert.Equal("ES256", Algorithm(await TextAsync(request)));
    }

    [Fact]
    public async Task The_logout_token_of_a_client_that_names_no_algorithm_has_ES256()
    {
        await using var receiver = await LogoutReceiver.StartAsync();
        await using var site = await Fapi2Site.StartAsync(server =>
        {
            server["OpenIdConnect"] = new JsonObject { ["AllowPrivateAddresses"] = true };
            server["Clients"]![0]!["BackchannelLogoutUri"] = receiver.Address + "/one";
        });
        var (client, browser) = (site.NewClient(), site.Server.NewBrowser());
        var received = Fapi2Client.Received(await client.VisitAsync(browser, client.AuthorizeUrl(await client.PushedAsync())));
        (await client.Redeem(received["code"]).SendAsync()).Accepted();

        await browser.SubmitAsync(await browser.GetAsync("/logout"), "_logout");

        Assert.Equal("ES256", (await receiver.NextAsync()).Token.Alg);
    }

    [Theory]
    [InlineData("IdTokenSignedResponseAlg", "FAPI2-5.4.1-client-id-token")]
    [InlineData("IntrospectionSignedResponseAlg", "FAPI2-5.4.1-client-introspection")]
    [InlineData("Introspection", "the profile Fapi2 does not allow")]
    [InlineData("Resource", "FAPI2-5.4.1-resource")]
    [InlineData("Keys", "FAPI2-5.4.1-keys")]
    public async Task RS256_by_name_or_as_the_only_algorithm_stops_the_start(string where, string named)
    {
        var refused = await Assert.ThrowsAnyAsync<Exception>(() => Fapi2Site.StartAsync(server =>
        {
            if (where == "Introspection") server["Introspection"] = new JsonObject { ["SigningAlgorithm"] = "RS256" };
            else if (where == "Keys") server["Keys"] = new JsonObject { ["Algorithms"] = new JsonArray("RS256") };
            else if (where == "Resource") server["Resources"]![0]!["SigningAlgorithm"] = "RS256";
            else server["Clients"]![0]![where] = "RS256";
        }));
        var text = refused is StartException start ? $"{start} {string.Join(' ', start.Problems)}" : refused.ToString();
        Assert.Contains(named, text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_client_that_registers_itself_is_told_its_algorithm_and_cannot_have_RS256()
    {
        await using var site = await Fapi2Site.StartAsync(server =>
            server["DynamicRegistration"] = new JsonObject { ["Mode"] = "Open" });

        var accepted = JsonDocument.Parse(await RegisterAsync(site, null)).RootElement;
        Assert.Equal("ES256", accepted.Text("id_token_signed_response_alg"));
        var refused = JsonDocument.Parse(await RegisterAsync(site, "RS256")).RootElement;
        Assert.Equal("invalid_client_metadata", refused.Text("error"));
    }

    private static async Task<string> RegisterAsync(Fapi2Site site, string? algorithm)
    {
        var metadata = Registration.DeepClone().AsObject();
        if (algorithm is not null) metadata["id_token_signed_response_alg"] = algorithm;
        using var request = new HttpRequestMessage(HttpMethod.Post, site.Server.Address + Register);
        request.Content = new StringContent(metadata.ToJsonString(), Encoding.UTF8, new MediaTypeHeaderValue("application/json"));
        return await TextAsync(request);
    }

    private static async Task<string> TextAsync(HttpRequestMessage request)
    {
        using var http = new HttpClient();
        using var response = await http.SendAsync(request, TestContext.Current.CancellationToken);
        return await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
    }

    private static string Algorithm(string token) => new JsonWebToken(token).Alg;
}
