// The .NET client of the Model Context Protocol: finds the server, signs in, calls a tool, refreshes.
using System.Reflection;
using ModelContextProtocol.Authentication;
using ModelContextProtocol.Client;
using OAuth2Server.McpClients;

const string Name = "ModelContextProtocol";
var version = typeof(McpClient).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];
Console.WriteLine($"ran: {Name} {version} NuGet");
var failed = false;
foreach (var way in User.Setting("WAYS").Split(' '))
{
    var doing = "start";
    try
    {
        if (way == "enterprise")
        {
            doing = "call: a tool is called without a page of the authorization server";
            Assert.Contains("has 3 photos", await Enterprise.CallAsync(), StringComparison.Ordinal);
            Console.WriteLine($"ok: {Name}: {way}: {doing}");
            continue;
        }
        var tokens = new MemoryTokens();
        doing = "call: a tool is called after the sign-in";
        Assert.Contains("has 3 photos", await CallAsync(way, tokens), StringComparison.Ordinal);
        Console.WriteLine($"ok: {Name}: {way}: {doing}");

        doing = "step-up: a tool that needs more scope asks the user for it";
        var answers = User.Walks;
        Assert.Contains("has no photos", await CallAsync(way, tokens, "delete_photos"), StringComparison.Ordinal);
        Assert.Equal(answers + 1, User.Walks);
        Console.WriteLine($"ok: {Name}: {way}: {doing}");

        doing = "refresh: a token that is refused is replaced with the refresh token";
        var before = tokens.Held!;
        Assert.NotNull(before.RefreshToken);
        var walks = User.Walks;
        // It comes from the same authorization server and client; only the access token is no longer accepted.
        tokens.Held = new()
        {
            AccessToken = "expired",
            RefreshToken = before.RefreshToken,
            TokenType = before.TokenType,
            ObtainedAt = before.ObtainedAt,
            ClientId = before.ClientId,
            ClientSecret = before.ClientSecret,
            TokenEndpointAuthMethod = before.TokenEndpointAuthMethod,
            AuthorizationServer = before.AuthorizationServer,
        };
        Assert.Contains("has 3 photos", await CallAsync(way, tokens), StringComparison.Ordinal);
        Assert.Equal(walks, User.Walks);
        Console.WriteLine($"ok: {Name}: {way}: {doing}");
    }
    catch (Exception e)
    {
        failed = true;
        Console.WriteLine($"FAILED: {Name}: {way}: {doing}: {e}");
    }
}
return failed ? 1 : 0;

static async Task<string> CallAsync(string way, ITokenCache tokens, string tool = "count_photos")
{
    var options = new HttpClientTransportOptions
    {
        Endpoint = new(User.Setting("MCP")),
        OAuth = new()
        {
            RedirectUri = new(User.RedirectUri),
            ClientId = way == "operator" ? "assistant" : null,
            ClientMetadataDocumentUri = way == "document" ? new(User.Setting("DOCUMENT")) : null,
            DynamicClientRegistration = way == "client" ? new() { ClientName = "Photo assistant" } : null,
            AuthorizationCallbackHandler = User.AnswerAsync,
            TokenCache = tokens,
        },
    };
    await using var client = await McpClient.CreateAsync(new HttpClientTransport(options));
    var result = await client.CallToolAsync(tool, new Dictionary<string, object?>());
    return string.Concat(result.Content.OfType<ModelContextProtocol.Protocol.TextContentBlock>().Select(block => block.Text));
}
