using System.Text.Json.Nodes;

namespace OAuth2Server.Host.Tests;

public sealed class GrantTests
{
    [Fact]
    public async Task The_password_grant_works_for_a_client_registered_for_it_and_is_a_warning()
    {
        await using var server = await TestServer.StartAsync();
        var client = new OAuthClient(server.Address, "legacy", TestConfiguration.LegacySecret);

        var (status, token) = await client.PasswordAsync(TestConfiguration.AlicePassword);
        var (refused, error) = await client.PasswordAsync("wrong");

        Assert.Equal((200, "read"), (status, token.Text("scope")));
        Assert.Equal((400, "invalid_grant"), (refused, error.Text("error")));
        const string Warning = "Warning OAuth2Server.AspNetCore.StartupCheck The password grant is enabled";
        Assert.Contains(Warning, server.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_client_credentials_grant_works_for_a_client_registered_for_it()
    {
        await using var server = await TestServer.StartAsync();
        var client = new OAuthClient(server.Address, "legacy", TestConfiguration.LegacySecret);

        var (_, token) = await client.ClientCredentialsAsync(("scope", "write"));
        var (status, _, body) = await client.UseAsync("/demo/write", token.Text("access_token"));

        Assert.Equal((200, """{"subject":null,"client_id":"legacy","scope":"write"}"""), (status, body));
    }

    [Fact]
    public async Task A_client_is_refused_a_grant_it_is_not_registered_for()
    {
        await using var server = await TestServer.StartAsync();

        var (status, error) = await new OAuthClient(server.Address).ClientCredentialsAsync();

        Assert.Equal((400, "unauthorized_client"), (status, error.Text("error")));
    }

    [Fact]
    public async Task A_grant_that_no_client_has_is_disabled()
    {
        await using var server = await TestServer.StartAsync(c => c.Server()["Clients"]!.AsArray().RemoveAt(2));

        var (status, error) = await new OAuthClient(server.Address).PasswordAsync(TestConfiguration.AlicePassword);

        Assert.Equal((400, "unsupported_grant_type"), (status, error.Text("error")));
        Assert.DoesNotContain("password grant", server.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_grant_type_that_is_not_available_is_a_warning()
    {
        const string Ciba = "urn:openid:params:grant-type:ciba";
        await using var server = await TestServer.StartAsync(c => c.Client(0)["GrantTypes"]!.AsArray().Add(Ciba));

        const string Warning = $"Client web is registered for grant type {Ciba}, which this server does not have";
        Assert.Contains(Warning, server.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_demo_resource_answers_401_403_and_200_as_RFC_6750_says()
    {
        await using var server = await TestServer.StartAsync();
        var client = new OAuthClient(server.Address, "legacy", TestConfiguration.LegacySecret);
        var (_, token) = await client.ClientCredentialsAsync(("scope", "read"));
        var text = token.Text("access_token");

        var (missing, challenge, _) = await client.UseAsync("/demo/read", null);
        Assert.Equal(401, missing);
        Assert.StartsWith("Bearer", challenge, StringComparison.Ordinal);
        Assert.DoesNotContain("error", challenge, StringComparison.Ordinal);
        (var invalid, challenge, _) = await client.UseAsync("/demo/read", "unknown");
        Assert.Equal(401, invalid);
        Assert.Contains("error=\"invalid_token\"", challenge, StringComparison.Ordinal);
        (var insufficient, challenge, _) = await client.UseAsync("/demo/write", text);
        Assert.Equal(403, insufficient);
        Assert.Contains("insufficient_scope", challenge, StringComparison.Ordinal);
        Assert.Contains("scope=\"write\"", challenge, StringComparison.Ordinal);
        Assert.Equal(200, (await client.UseAsync("/demo/read", text)).Status);

        server.Clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal(401, (await client.UseAsync("/demo/read", text)).Status);
    }

    [Fact]
    public async Task The_demo_resource_accepts_tokens_for_itself_and_none_for_another_resource()
    {
        await using var server = await TestServer.StartAsync(c =>
        {
            c.Server()["Issuer"] = "https://auth.example.com";
            c.Server()["Resources"]!.AsArray().Add(new JsonObject { ["Resource"] = "https://auth.example.com/demo" });
        });
        var client = new OAuthClient(server.Address, "legacy", TestConfiguration.LegacySecret);

        var (_, elsewhere) = await client.ClientCredentialsAsync(("resource", "https://api.example.com"));
        var (_, here) = await client.ClientCredentialsAsync(("resource", "https://auth.example.com/demo"));

        Assert.Equal(401, (await client.UseAsync("/demo/read", elsewhere.Text("access_token"))).Status);
        Assert.Equal(200, (await client.UseAsync("/demo/read", here.Text("access_token"))).Status);
    }

    [Fact]
    public async Task Without_Demo_there_are_no_demo_resources()
    {
        await using var server = await TestServer.StartAsync(c => c.Server().Remove("Demo"));

        Assert.Equal(404, (int)(await server.NewBrowser().GetAsync("/demo/read")).Status);
    }
}
