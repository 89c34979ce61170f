// A server of the Model Context Protocol that the tokens of an authorization server protect.
// dotnet run --project samples/McpServer -- 5091 --Authority https://auth.example.com
using System.ComponentModel;
using System.Security.Claims;
using ModelContextProtocol.Server;
using OAuth2Server.AspNetCore;

var address = $"http://127.0.0.1:{(args is [var port, ..] && int.TryParse(port, out _) ? port : "5091")}";
var builder = WebApplication.CreateBuilder(args);
builder.WebHost.UseUrls(address);
builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
var authority = builder.Configuration["Authority"] ?? throw new InvalidOperationException("Authority is missing: the issuer.");
var resource = builder.Configuration["Resource"] ?? address + "/mcp";

builder.Services.AddHttpContextAccessor();
builder.Services.AddMcpServer().WithHttpTransport().WithTools<Photos>();

// snippet: services
builder.Services.AddAuthentication().AddOAuth2Bearer(o =>
{
    o.Authority = authority;             // the issuer, exactly as in its metadata
    o.Resource = resource;               // the address of the MCP endpoint
});
// end-snippet

var app = builder.Build();
// snippet: endpoints
app.MapMcp("/mcp").RequireScope("photos.read");
app.MapProtectedResource(m => m.ScopesSupported = ["photos.read"]);
// end-snippet

await app.StartAsync();
Console.WriteLine($"McpServer serves {address}");
await app.WaitForShutdownAsync();

/// <summary>The tools of the server.</summary>
[McpServerToolType]
internal sealed class Photos(IHttpContextAccessor http)
{
    [McpServerTool(Name = "count_photos"), Description("Counts the photos of the signed-in user.")]
    public string Count() => $"{http.HttpContext?.User.FindFirstValue("sub")} has 3 photos.";
}
