using System.Text.Json.Nodes;

namespace OAuth2Server.OpenIdConnect.Tests;

/// <summary>The host with clients that sign users in.</summary>
internal static class Site
{
    internal const string OtherSecret = "other-secret-0123456789-0123456789-012345678";

    internal static Task<TestServer> StartAsync(Action<JsonObject>? change = null) => TestServer.StartAsync(configuration =>
    {
        Configure(configuration);
        change?.Invoke(configuration);
    });

    internal static void Configure(JsonObject configuration)
    {
        var web = configuration.Client(0);
        web["Scopes"] = new JsonArray("openid", "profile", "email", "offline_access", "read");
        web["PostLogoutRedirectUris"] = new JsonArray("http://127.0.0.1:9999/out", "http://127.0.0.1:9999/out?x=1");
        var other = JsonNode.Parse($$"""
            { "ClientId": "other", "ClientSecret": "{{OtherSecret}}", "Type": "Confidential", "DisplayName": "Another app",
              "GrantTypes": ["authorization_code", "refresh_token"], "RedirectUris": ["{{TestConfiguration.Callback}}"],
              "Scopes": ["openid", "profile", "email"] }
            """);
        configuration.Server()["Clients"]!.AsArray().Add(other);
    }

    internal static RelyingParty NewClient(this TestServer server, string responseMode = "query") => new(server.Address, responseMode);

    internal static RelyingParty NewOtherClient(this TestServer server) =>
        new(server.Address, "query", "other", OtherSecret);
}
