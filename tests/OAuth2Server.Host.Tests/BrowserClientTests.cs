using System.Net;
using System.Text.Json.Nodes;

namespace OAuth2Server.Host.Tests;

public sealed class BrowserClientTests
{
    private const string Origin = "https://spa.example.com";

    private static readonly (string Name, string Value)[] Redeem =
    [
        ("grant_type", "authorization_code"),
        ("client_id", "spa"),
        ("code", "unknown"),
        ("code_verifier", new('v', 43)),
    ];

    [Theory]
    [InlineData("Memory")]
    [InlineData("Sqlite")]
    [InlineData("PostgreSql")]
    public async Task The_page_of_a_configured_public_client_may_read_the_token_endpoint_and_no_other_page_may(string provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var server = await TestServer.StartAsync(configuration =>
        {
            database.Use(configuration);
            configuration.Server()["Clients"]!.AsArray().Add(new JsonObject
            {
                ["ClientId"] = "spa",
                ["Type"] = "Public",
                ["GrantTypes"] = new JsonArray("authorization_code"),
                ["RedirectUris"] = new JsonArray(Origin + "/cb"),
            });
        });

        Assert.Equal((HttpStatusCode.NoContent, Origin), await AskAsync(server, HttpMethod.Options, "/oauth2/token", Origin));
        Assert.Equal((HttpStatusCode.BadRequest, Origin), await AskAsync(server, HttpMethod.Post, "/oauth2/token", Origin));
        // The origins of confidential clients, of a private-use scheme, of the server itself, and of an attacker.
        string[] others = ["http://127.0.0.1:9999", "https://web.example.com", "null", server.Address, Origin + ".evil.example"];
        foreach (var other in others)
            Assert.Equal((HttpStatusCode.BadRequest, null), await AskAsync(server, HttpMethod.Post, "/oauth2/token", other));
        foreach (var page in new[] { "/oauth2/authorize", "/login", "/consent", "/account", "/healthz/live" })
            Assert.Null((await AskAsync(server, HttpMethod.Get, page, Origin)).Allowed);
    }

    private static async Task<(HttpStatusCode Status, string? Allowed)> AskAsync(
        TestServer server, HttpMethod method, string path, string origin)
    {
        using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false });
        using var request = new HttpRequestMessage(method, server.Address + path);
        request.Headers.Add("Origin", origin);
        if (method == HttpMethod.Options) request.Headers.Add("Access-Control-Request-Method", "POST");
        if (method == HttpMethod.Post) request.Content = Browser.Form(Redeem);
        using var answer = await http.SendAsync(request, TestContext.Current.CancellationToken);
        return (answer.StatusCode, answer.Headers.TryGetValues("Access-Control-Allow-Origin", out var allowed) ? allowed.Single() : null);
    }
}
