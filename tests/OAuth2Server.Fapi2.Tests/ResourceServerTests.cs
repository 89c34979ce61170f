using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using OAuth2Server.AspNetCore;

namespace OAuth2Server.Fapi2.Tests;

/// <summary>An API in another process asks the server with the profile about tokens, with its secret: it is no client of the profile,
/// because it gets no tokens (ADR 0079).</summary>
public sealed class ResourceServerTests
{
    private const string Secret = "api-secret-0123456789-0123456789-0123456789-012";
    private const string Resource = "https://api.example.com";

    /// <summary>The credentials of the resource server.</summary>
    internal static AuthenticationHeaderValue Basic { get; } =
        new("Basic", Convert.ToBase64String(Encoding.ASCII.GetBytes("api:" + Secret)));

    /// <summary>Adds the resource server to the clients of the host.</summary>
    internal static void AddApi(JsonObject server)
    {
        server["Clients"]!.AsArray().Add(new JsonObject { ["ClientId"] = "api", ["Type"] = "Confidential", ["ClientSecret"] = Secret });
        server["Resources"]![0]!["ClientId"] = "api";
    }

    [Fact]
    public async Task A_bound_token_of_the_profile_is_accepted_by_an_api_that_introspects_it()
    {
        await using var site = await Fapi2Site.StartAsync(AddApi);
        await using var api = await StartApiAsync(site.Server, Secret);
        var client = site.NewClient();
        var token = (await client.TokensAsync(("resource", Resource))).Text("access_token");

        Assert.Equal(HttpStatusCode.OK, await UseAsync(api, token, client.Proof("GET", Resource + "/photos", token)));
        Assert.Equal(HttpStatusCode.Unauthorized, await UseAsync(api, token, null));
        client.ProofKey = ClientKey.NewEcdsa();
        Assert.Equal(HttpStatusCode.Unauthorized, await UseAsync(api, token, client.Proof("GET", Resource + "/photos", token)));
    }

    [Fact]
    public async Task A_wrong_secret_of_the_api_opens_nothing()
    {
        await using var site = await Fapi2Site.StartAsync(AddApi);
        await using var api = await StartApiAsync(site.Server, Secret + "x");
        var client = site.NewClient();
        var token = (await client.TokensAsync(("resource", Resource))).Text("access_token");

        Assert.NotEqual(HttpStatusCode.OK, await UseAsync(api, token, client.Proof("GET", Resource + "/photos", token)));
    }

    [Fact]
    public async Task The_secret_of_a_resource_server_gets_no_token_and_pushes_no_request()
    {
        await using var site = await Fapi2Site.StartAsync(AddApi);
        var client = site.NewClient();
        var token = client.Refresh("unknown");
        (token.Assertion, token.Authorization) = (null, Basic.ToString());
        (await token.SendAsync()).Refused("unauthorized_client");
        var push = client.Push(("client_id", "api"));
        (push.Assertion, push.Authorization) = (null, Basic.ToString());
        Assert.InRange((await push.SendAsync()).Status, 400, 401);
    }

    private static async Task<WebApplication> StartApiAsync(TestServer server, string secret)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Services.AddRouting().AddSingleton<TimeProvider>(server.Clock)
            .AddSingleton<IDataProtectionProvider, EphemeralDataProtectionProvider>();
        builder.Services.AddAuthentication().AddOAuth2Bearer(o =>
        {
            (o.Authority, o.Resource) = (server.Address, Resource);
            o.Introspection = new() { ClientId = "api", ClientSecret = secret };
        });
        var app = builder.Build();
        app.MapGet("/photos", () => "served").RequireScope("read");
        await app.StartAsync(TestContext.Current.CancellationToken);
        return app;
    }

    private static string AddressOf(WebApplication app) =>
        app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();

    private static async Task<HttpStatusCode> UseAsync(WebApplication api, string token, SignedToken? proof)
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, AddressOf(api) + "/photos");
        request.Headers.TryAddWithoutValidation("Authorization", $"DPoP {token}");
        if (proof is not null) request.Headers.TryAddWithoutValidation("DPoP", proof.ToString());
        using var response = await http.SendAsync(request, TestContext.Current.CancellationToken);
        return response.StatusCode;
    }
}
