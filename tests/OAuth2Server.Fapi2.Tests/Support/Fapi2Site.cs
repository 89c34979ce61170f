using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;

namespace OAuth2Server.Fapi2.Tests;

/// <summary>The host with the profile FAPI 2.0, by configuration only.</summary>
internal sealed class Fapi2Site : IAsyncDisposable
{
    // One key for each client, and one that no client registered. RSA keys are slow to make.
    private static readonly ClientKey OneKey = ClientKey.NewEcdsa("one");
    private static readonly ClientKey TwoKey = ClientKey.NewRsa("two");

    private Fapi2Site(TestServer server, string? issuer) => (Server, _issuer) = (server, issuer);

    private readonly string? _issuer;

    internal TestServer Server { get; }

    /// <summary>A client with an ES256 key.</summary>
    internal Fapi2Client NewClient() => new(Server, "one", OneKey, _issuer);

    /// <summary>Another client, with an RSA key and PS256.</summary>
    internal Fapi2Client NewOther() => new(Server, "two", TwoKey, _issuer);

    /// <param name="change">Changes the configuration.</param>
    /// <param name="database">The store; null keeps all in memory.</param>
    /// <param name="clock">A clock that several servers share.</param>
    internal static async Task<Fapi2Site> StartAsync(
        Action<JsonObject>? change = null, TestDatabase? database = null, FakeTimeProvider? clock = null)
    {
        string? issuer = null;
        var server = await TestServer.StartAsync(configuration =>
        {
            Configure(configuration.Server());
            if (database is not null) database.UseWithIssuer(configuration);
            change?.Invoke(configuration.Server());
            issuer = configuration.Server()["Issuer"]?.GetValue<string>();
        }, clock: clock);
        return new(server, issuer);
    }

    private static void Configure(JsonObject server)
    {
        server["Profile"] = "Fapi2";
        server["Clients"] = new JsonArray(Client("one", OneKey), Client("two", TwoKey));
    }

    private static JsonObject Client(string id, ClientKey key) => new()
    {
        ["ClientId"] = id,
        ["Type"] = "Confidential",
        ["TokenEndpointAuthMethod"] = "private_key_jwt",
        ["Jwks"] = ClientKey.Set(key),
        ["DPoPBoundAccessTokens"] = true,
        ["GrantTypes"] = new JsonArray("authorization_code", "refresh_token"),
        ["RedirectUris"] = new JsonArray(TestConfiguration.Callback),
        ["Scopes"] = new JsonArray("openid", "profile", "email", "offline_access", "read", "write"),
    };

    public ValueTask DisposeAsync() => Server.DisposeAsync();
}
