using System.Diagnostics;
using System.Runtime.Versioning;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using OAuth2Server.Jwt;

namespace OAuth2Server.Host.Tests;

[SupportedOSPlatform("linux")]
public sealed class SigningKeyTests
{
    private const string Resource = "https://api.example.com";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("Memory")]
    [InlineData("Sqlite")]
    [InlineData("PostgreSql")]
    public async Task A_token_of_a_resource_with_JWTs_verifies_with_the_published_keys(string provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var server = await TestServer.StartAsync(c => UseJwt(c, database));
        var token = await TokenAsync(server);

        var metadata = JsonDocument.Parse((await server.NewBrowser().GetAsync("/.well-known/oauth-authorization-server")).Body).RootElement;
        Assert.Equal(TestDatabase.Issuer + "/oauth2/jwks", metadata.Text("jwks_uri"));
        var read = await VerifyAsync(token, await KeySetAsync(server));
        Assert.Equal("at+jwt", read.Typ);
        Assert.Equal("ES256", read.Alg);
        Assert.Equal([Resource], read.Audiences);
        Assert.Equal("legacy", read.GetClaim("client_id").Value);
        Assert.Equal("read", read.GetClaim("scope").Value);
    }

    [Theory]
    [InlineData("RS256")]
    [InlineData("PS256")]
    [InlineData("ES384")]
    public async Task A_resource_has_its_own_algorithm(string algorithm)
    {
        await using var database = await TestDatabase.CreateAsync(StoreProvider.Sqlite);
        await using var server = await TestServer.StartAsync(c =>
        {
            UseJwt(c, database);
            c.Server()["Resources"]![0]!["SigningAlgorithm"] = algorithm;
            c.Server()["Keys"] = JsonNode.Parse("""{ "Algorithms": ["ES256", "RS256", "PS256", "ES384"] }""");
        });
        Assert.Equal(algorithm, (await VerifyAsync(await TokenAsync(server), await KeySetAsync(server))).Alg);
    }

    [Fact]
    public async Task Two_nodes_have_the_same_keys_and_see_a_new_one_long_before_it_signs()
    {
        await using var database = await TestDatabase.CreateAsync(StoreProvider.PostgreSql);
        var clock = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var one = await TestServer.StartAsync(c => UseJwt(c, database), clock: clock);
        await using var other = await TestServer.StartAsync(c => UseJwt(c, database), clock: clock);
        var first = Kids(await KeySetAsync(one));
        Assert.Equal(first, Kids(await KeySetAsync(other)));

        // Through the whole life of the first keys. The reader has the interval of Microsoft's ConfigurationManager: 12 hours and 5 %.
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var (read, readAt) = (await KeySetAsync(other), clock.GetUtcNow());
        for (var hour = 0; hour < 24 * 92; hour += 7)
        {
            clock.Advance(TimeSpan.FromHours(7));
            if (clock.GetUtcNow() - readAt >= TimeSpan.FromHours(12.6)) (read, readAt) = (await KeySetAsync(other), clock.GetUtcNow());
            foreach (var node in (TestServer[])[one, other]) seen.Add((await VerifyAsync(await TokenAsync(node), read)).Kid);
        }
        Assert.Equal(2, seen.Count);
    }

    [Fact]
    public async Task A_rotation_under_load_on_two_nodes_refuses_no_token()
    {
        await using var database = await TestDatabase.CreateAsync(StoreProvider.PostgreSql);
        var clock = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var one = await TestServer.StartAsync(c => UseJwt(c, database), clock: clock);
        await using var other = await TestServer.StartAsync(c => UseJwt(c, database), clock: clock);
        var before = await KeySetAsync(one);
        var rotation = RunAsync(database, ["keys", "rotate"]);
        var issued = 0;
        do
        {
            var tokens = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => TokenAsync(i % 2 == 0 ? one : other)));
            foreach (var token in tokens) await VerifyAsync(token, before);
            issued += tokens.Length;
        }
        while (!rotation.IsCompleted || issued < 200);
        Assert.True((await rotation).ExitCode == 0, (await rotation).Error);

        clock.Advance(TimeSpan.FromHours(12.6));
        var after = await KeySetAsync(other);
        Assert.Equal(2 * before.Keys.Count, after.Keys.Count);
        clock.Advance(TimeSpan.FromHours(11.5));
        var signers = new HashSet<string>(StringComparer.Ordinal);
        foreach (var node in (TestServer[])[one, other]) signers.Add((await VerifyAsync(await TokenAsync(node), after)).Kid);
        Assert.DoesNotContain(signers.First(), Kids(before));
    }

    [Theory]
    [InlineData(KeyRotation.Scheduled)]
    [InlineData(KeyRotation.Immediate)]
    [InlineData(KeyRotation.Compromised)]
    public async Task The_command_replaces_the_keys_and_running_nodes_follow(KeyRotation rotation)
    {
        await using var database = await TestDatabase.CreateAsync(StoreProvider.Sqlite);
        var clock = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var server = await TestServer.StartAsync(c => UseJwt(c, database), clock: clock);
        var before = await VerifyAsync(await TokenAsync(server), await KeySetAsync(server));

        string[] option = rotation == KeyRotation.Scheduled ? [] : [$"--{rotation.ToString().ToLowerInvariant()}"];
        var (code, output, error) = await RunAsync(database, ["keys", "rotate", .. option]);
        Assert.True(code == 0, error);
        Assert.Contains("Signing", output, StringComparison.Ordinal);
        clock.Advance(TimeSpan.FromMinutes(3));

        var keys = await KeySetAsync(server);
        var after = await VerifyAsync(await TokenAsync(server), keys);
        Assert.Equal(rotation == KeyRotation.Scheduled, before.Kid == after.Kid);
        Assert.Equal(rotation != KeyRotation.Compromised, Kids(keys).Contains(before.Kid));
    }

    [Fact]
    public async Task The_command_lists_the_keys_and_never_prints_a_private_one()
    {
        await using var database = await TestDatabase.CreateAsync(StoreProvider.Sqlite);
        using var file = new KeyFile(KeyFile.NewKey());
        await using (await TestServer.StartAsync(c => UseJwt(c, database, file))) { }
        var (code, output, error) = await RunAsync(database, ["keys", "list", $"--OAuth2Server:Keys:EncryptionKeyFile={file.Path}"]);
        Assert.True(code == 0, error);
        Assert.Equal(3, output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Contains(file.Id, output, StringComparison.Ordinal);
        foreach (var key in JsonDocument.Parse(await RingAsync(database, file)).RootElement.GetProperty("keys").EnumerateArray())
            Assert.DoesNotContain(key.Text("private"), output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_lost_key_encryption_key_turns_readiness_red_and_nothing_is_signed_with_another_key()
    {
        await using var database = await TestDatabase.CreateAsync(StoreProvider.PostgreSql);
        using var file = new KeyFile(KeyFile.NewKey());
        using var wrong = new KeyFile(KeyFile.NewKey());
        string[] kids;
        await using (var first = await TestServer.StartAsync(c => UseJwt(c, database, file))) kids = Kids(await KeySetAsync(first));

        await using (var server = await TestServer.StartAsync(c => UseJwt(c, database, wrong)))
        {
            var (status, body) = await new OAuthClient(server.Address, "legacy", TestConfiguration.LegacySecret)
                .ClientCredentialsAsync(("resource", Resource), ("scope", "read"));
            Assert.Equal((500, "server_error"), (status, body.Text("error")));
            var ready = await server.NewBrowser().GetAsync("/healthz/ready");
            Assert.Equal(503, (int)ready.Status);
            Assert.Contains(kids[0], ready.Body, StringComparison.Ordinal);
            Assert.Contains(file.Id, ready.Body, StringComparison.Ordinal);
            Assert.Equal(kids, Kids(await KeySetAsync(server)));
        }

        await using var again = await TestServer.StartAsync(c => UseJwt(c, database, file));
        Assert.Contains((await VerifyAsync(await TokenAsync(again), await KeySetAsync(again))).Kid, kids);
    }

    [Fact]
    public async Task A_kill_in_the_middle_of_rotations_leaves_a_ring_that_signs_and_verifies()
    {
        await using var database = await TestDatabase.CreateAsync(StoreProvider.PostgreSql);
        await using var server = await TestServer.StartAsync(c => UseJwt(c, database));
        var before = await TokenAsync(server);
        for (var round = 0; round < 4; round++)
        {
            using var rotation = Process.Start(Command(database, ["keys", "rotate", "--immediate"]))!;
            await Task.Delay(TimeSpan.FromMilliseconds(700 + (250 * round)), Ct);
            if (!rotation.HasExited) rotation.Kill(entireProcessTree: true);
            await rotation.WaitForExitAsync(Ct);
            await using var restarted = await TestServer.StartAsync(c => UseJwt(c, database));
            var keys = await KeySetAsync(restarted);
            await VerifyAsync(await TokenAsync(restarted), keys);
            await VerifyAsync(before, keys);
        }
    }

    [Fact]
    public async Task Revoked_tokens_are_refused_here_and_inactive_at_introspection_although_their_signature_is_right()
    {
        await using var server = await TestServer.StartAsync(c =>
        {
            c.Server()["AccessTokenFormat"] = "Jwt";
            c.Server()["DefaultResource"] = "https://demo.example.com";
            c.Server()["Issuer"] = TestDatabase.Issuer;
        });
        var client = new OAuthClient(server.Address, "legacy", TestConfiguration.LegacySecret);
        var (_, tokens) = await client.ClientCredentialsAsync(("scope", "read"));
        var token = tokens.Text("access_token");
        Assert.Equal(3, token.Split('.').Length);
        Assert.True((await client.PostAsync("/oauth2/introspect", ("token", token))).Body.GetProperty("active").GetBoolean());
        await client.PostAsync("/oauth2/revoke", ("token", token));
        Assert.False((await client.PostAsync("/oauth2/introspect", ("token", token))).Body.GetProperty("active").GetBoolean());
        await VerifyAsync(token, await KeySetAsync(server), "https://demo.example.com");
    }

    [Theory]
    [InlineData(null, null, "RS256")]
    [InlineData("ES256", null, "ES256")]
    [InlineData("ES256", "ES384", "ES384")]
    public async Task An_introspection_answer_is_signed_with_the_algorithm_of_the_settings(string? server, string? client, string expected)
    {
        await using var host = await TestServer.StartAsync(c =>
        {
            c.Server()["Issuer"] = TestDatabase.Issuer;
            c.Server()["Keys"] = JsonNode.Parse("""{ "Algorithms": ["ES256", "RS256", "ES384"] }""");
            if (server is not null) c.Server()["Introspection"] = new JsonObject { ["SigningAlgorithm"] = server };
            if (client is not null) c.Client(2)["IntrospectionSignedResponseAlg"] = client;
        });
        using var http = new HttpClient { BaseAddress = new(host.Address) };
        using var request = new HttpRequestMessage(HttpMethod.Post, "/oauth2/introspect")
        {
            Content = new FormUrlEncodedContent(new Dictionary<string, string>
            {
                ["token"] = "unknown", ["client_id"] = "legacy", ["client_secret"] = TestConfiguration.LegacySecret,
            }),
        };
        request.Headers.Accept.ParseAdd("application/token-introspection+jwt");
        using var answer = await http.SendAsync(request, Ct);
        Assert.Equal("application/token-introspection+jwt", answer.Content.Headers.ContentType?.MediaType);
        var token = new JsonWebToken(await answer.Content.ReadAsStringAsync(Ct));
        Assert.Equal(("token-introspection+jwt", expected), (token.Typ, token.Alg));
        Assert.Equal("""{"active":false}""", token.GetClaim("token_introspection").Value);
    }

    private static void UseJwt(JsonObject configuration, TestDatabase database, KeyFile? file = null)
    {
        database.UseWithIssuer(configuration);
        configuration.Server()["Resources"]![0]!["AccessTokenFormat"] = "Jwt";
        if (file is not null) configuration.Server()["Keys"] = new JsonObject { ["EncryptionKeyFile"] = file.Path };
    }

    private static async Task<string> TokenAsync(TestServer server)
    {
        var client = new OAuthClient(server.Address, "legacy", TestConfiguration.LegacySecret);
        var (status, body) = await client.ClientCredentialsAsync(("resource", Resource), ("scope", "read"));
        Assert.True(status == 200, body.ToString());
        return body.Text("access_token");
    }

    private static async Task<JsonWebKeySet> KeySetAsync(TestServer server)
    {
        var answer = await server.NewBrowser().GetAsync("/oauth2/jwks");
        Assert.Equal(200, (int)answer.Status);
        return new(answer.Body);
    }

    private static string[] Kids(JsonWebKeySet keys) => [.. keys.Keys.Select(key => key.Kid)];

    private static async Task<JsonWebToken> VerifyAsync(string token, JsonWebKeySet keys, string audience = Resource)
    {
        var result = await new JsonWebTokenHandler().ValidateTokenAsync(token, new TokenValidationParameters
        {
            ValidIssuer = TestDatabase.Issuer,
            ValidAudience = audience,
            ValidTypes = ["at+jwt"],
            IssuerSigningKeys = keys.GetSigningKeys(),
            TryAllIssuerSigningKeys = false,
            // The clock of the server is not that of this process.
            LifetimeValidator = (_, expires, _, _) => expires is not null,
        });
        Assert.True(result.IsValid, result.Exception?.Message);
        return (JsonWebToken)result.SecurityToken;
    }

    private static async Task<string> RingAsync(TestDatabase database, KeyFile file)
    {
        await using var server = await TestServer.StartAsync(c => UseJwt(c, database, file));
        await using var scope = server.Services.CreateAsyncScope();
        return RecordText.Write(await scope.ServiceProvider.GetRequiredService<ISigningKeyModel>().GetSigningKeysAsync(Ct));
    }

    private static Task<(int ExitCode, string Output, string Error)> RunAsync(TestDatabase database, string[] arguments) =>
        HostProcess.RunAsync(HostProcess.NewFolder(), [.. arguments, .. Store(database)]);

    private static ProcessStartInfo Command(TestDatabase database, string[] arguments) => new("dotnet",
        [Path.Combine(AppContext.BaseDirectory, "OAuth2Server.Host.dll"), .. arguments, .. Store(database)])
    {
        RedirectStandardOutput = true,
        RedirectStandardError = true,
        WorkingDirectory = Path.GetTempPath(),
    };

    private static string[] Store(TestDatabase database) =>
    [
        $"--OAuth2Server:Store:Provider={database.Provider}", $"--OAuth2Server:Store:ConnectionString={database.ConnectionString}",
        $"--OAuth2Server:Issuer={TestDatabase.Issuer}",
    ];
}
