using System.Net.Http.Headers;
using ModelContextProtocol.Authentication;
using ModelContextProtocol.Client;

namespace OAuth2Server.McpClients;

/// <summary>Enterprise-managed authorization with the .NET client: the ID token of the identity provider becomes an identity assertion
/// (ID-JAG), and the assertion a token for the MCP server.</summary>
internal static class Enterprise
{
    /// <summary>Calls a tool with a token that no page gave.</summary>
    internal static async Task<string> CallAsync()
    {
        var resource = new Uri(User.Setting("MCP"));
        using var http = new HttpClient();
        // snippet: provider
        var provider = new IdentityAssertionGrantProvider(
            new()
            {
                ClientId = "photo-assistant",
                ClientSecret = User.Setting("SECRET"),
                TokenEndpointAuthMethod = "client_secret_basic",
                Scope = "photos.read",
                IdpUrl = User.Setting("IDP"),
                IdpClientId = "assistant",
                IdpClientSecret = User.Setting("IDP_SECRET"),
                IdTokenCallback = async (_, ct) => await File.ReadAllTextAsync(User.Setting("ID_TOKEN_FILE"), ct),
            },
            http);
        var tokens = await provider.GetAccessTokenAsync(resource, new Uri(User.Setting("Authority")), CancellationToken.None);
        // end-snippet
        Assert.NotNull(tokens.AccessToken);
        Assert.Equal("Bearer", tokens.TokenType);

        using var authorized = new HttpClient();
        authorized.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", tokens.AccessToken);
        await using var client = await McpClient.CreateAsync(new HttpClientTransport(new() { Endpoint = resource }, authorized));
        var result = await client.CallToolAsync("count_photos", new Dictionary<string, object?>());
        return string.Concat(result.Content.OfType<ModelContextProtocol.Protocol.TextContentBlock>().Select(block => block.Text));
    }
}
