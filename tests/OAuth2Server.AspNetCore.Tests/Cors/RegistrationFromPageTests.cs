using System.Text;

namespace OAuth2Server.AspNetCore.Tests.Cors;

/// <summary>A page registers itself before the server can have its origin, so every page may read the answers.</summary>
[RfcSection("RFC 7591", "3.1")]
public sealed class RegistrationFromPageTests : SiteTests
{
    private const string Origin = "https://unknown.example";

    [Fact]
    public async Task A_page_of_any_origin_registers_and_manages_its_registration()
    {
        Registering.Open(Setup);
        var site = Start();
        var preflight = (await SendAsync(
            site, "OPTIONS", Known.Registration, null, ("Access-Control-Request-Method", "POST"),
            ("Access-Control-Request-Headers", "content-type,mcp-protocol-version"))).MustBe(204);
        var registered = (await SendAsync(site, "POST", Known.Registration, Registering.Public, ("MCP-Protocol-Version", "2026-07-28")))
            .MustBe(201);
        var address = new Uri(registered["registration_client_uri"]!).AbsolutePath;
        var forPut = (await SendAsync(site, "OPTIONS", address, null, ("Access-Control-Request-Method", "PUT"))).MustBe(204);
        var read = (await SendAsync(
            site, "GET", address, null, ("Authorization", "Bearer " + registered["registration_access_token"]))).MustBe(200);
        var refused = (await SendAsync(site, "GET", address, null, ("Authorization", "Bearer wrong"))).MustRefuse("invalid_token", 401);

        Assert.All([preflight, registered, forPut, read, refused], answer =>
        {
            Assert.Equal("*", answer.Header("Access-Control-Allow-Origin"));
            Assert.Null(answer.Header("Access-Control-Allow-Credentials"));
        });
        Assert.Contains("MCP-Protocol-Version", preflight.Header("Access-Control-Allow-Headers"), StringComparison.Ordinal);
        Assert.Contains("PUT, DELETE", forPut.Header("Access-Control-Allow-Methods"), StringComparison.Ordinal);
        Assert.Contains("WWW-Authenticate", refused.Header("Access-Control-Expose-Headers"), StringComparison.Ordinal);
    }

    private static Task<Answer> SendAsync(
        Site site, string method, string path, string? json, params (string Name, string Value)[] headers)
    {
        IEnumerable<(string Name, string Value)> all = [("Origin", Origin), .. headers];
        if (json is not null) all = all.Append(("Content-Type", "application/json"));
        return new Browser(site).SendAsync(method, path, all, json is null ? null : Encoding.UTF8.GetBytes(json));
    }
}
