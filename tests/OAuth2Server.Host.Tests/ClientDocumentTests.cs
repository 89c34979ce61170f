using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using OAuth2Server.Jwt;

namespace OAuth2Server.Host.Tests;

/// <summary>Clients that describe themselves, at the host on every store: which of them are asked for, and the permission for
/// addresses.</summary>
public sealed class ClientDocumentTests
{
    private const string Id = "https://app.example.com/client.json";
    private const string Other = "https://app.example.com/other.json";

    public static TheoryData<string> Stores => ["Memory", "Sqlite", "PostgreSql"];

    private static void SwitchOn(JsonObject configuration) =>
        configuration.Server()["ClientIdMetadataDocuments"] = new JsonObject { ["Enabled"] = true };

    private static Task<Answer> AuthorizeAsync(TestServer server, string id) => server.NewBrowser().GetAsync(
        new OAuthClient(server.Address, id, null).AuthorizeUrl("read"));

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task A_client_that_the_operator_disabled_is_not_fetched_also_when_its_entry_is_removed(string provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        foreach (var isInConfiguration in (bool[])(provider == "Memory" ? [true] : [true, true, false]))
        {
            var policy = new Recording();
            await using var server = await TestServer.StartAsync(
                configuration =>
                {
                    database.Use(configuration);
                    SwitchOn(configuration);
                    if (!isInConfiguration) return;
                    configuration.Server()["Clients"]!.AsArray().Add(
                        new JsonObject { ["ClientId"] = Id, ["Type"] = "Public", ["Disabled"] = true });
                },
                services => services.AddSingleton<IClientIdMetadataPolicy>(policy));
            await AuthorizeAsync(server, Id);
            await AuthorizeAsync(server, Other);
            Assert.Equal([Other], policy.Asked.Distinct());
        }
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task The_names_of_clients_are_listed_without_a_fetch(string provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var policy = new Recording();
        await using var server = await TestServer.StartAsync(
            configuration =>
            {
                database.Use(configuration);
                SwitchOn(configuration);
            },
            services => services.AddSingleton<IClientIdMetadataPolicy>(policy));
        await using var scope = server.Services.CreateAsyncScope();
        var names = await scope.ServiceProvider.GetRequiredService<IClients>().NamesAsync(
            [Id, "web"], TestContext.Current.CancellationToken);
        Assert.Equal((false, true), (names.ContainsKey(Id), names.ContainsKey("web")));
        Assert.Empty(policy.Asked);
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public async Task The_permission_of_logout_is_none_for_clients_that_the_operator_did_not_register(bool ofLogout, bool ofDocuments)
    {
        await using var server = await TestServer.StartAsync(configuration =>
        {
            SwitchOn(configuration);
            configuration.Server()["ClientIdMetadataDocuments"]!["AllowPrivateAddresses"] = ofDocuments;
            configuration.Server()["OpenIdConnect"] = new JsonObject { ["AllowPrivateAddresses"] = ofLogout };
        });
        var options = server.Services.GetRequiredService<IOptions<OutboundOptions>>().Value;
        Assert.Equal((ofLogout, ofDocuments), (options.AllowPrivateAddresses, options.AllowPrivateAddressesOfSelfRegistered));
    }

    private sealed class Recording : IClientIdMetadataPolicy
    {
        internal ConcurrentQueue<string> Asked { get; } = new();

        public ValueTask<bool> MayFetchAsync(Uri clientId, OAuthContext context, CancellationToken ct)
        {
            Asked.Enqueue(clientId.OriginalString);
            return new(false);
        }
    }
}
