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
// snippet: services
builder.Services.AddMcpServer().WithHttpTransport().WithTools<Photos>();
builder.Services.AddAuthentication().AddOAuth2Bearer(o => (o.Authority, o.Resource) = (authority, resource));
builder.Services.AddCors();
// end-snippet

var app = builder.Build();
// snippet: endpoints
app.UseCors();
app.ProtectMcp(app.MapMcp("/mcp"), mcp =>
{
    mcp.Scopes = ["photos.read"];
    mcp.ToolScopes["delete_photos"] = "photos.write";
});
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

    [McpServerTool(Name = "delete_photos"), Description("Deletes the photos of the signed-in user.")]
    public string Delete() => $"{http.HttpContext?.User.FindFirstValue("sub")} has no photos.";
}
