// A server with one extension grant and one built-in grant.
// dotnet run --project samples/ExtensionGrant -- 5081
using System.Security.Claims;
using System.Security.Cryptography;
using OAuth2Server;
using OAuth2Server.AspNetCore;

var address = $"http://127.0.0.1:{(args is [var port, ..] ? port : "5081")}";
var builder = WebApplication.CreateBuilder(args);
builder.WebHost.UseUrls(address);
builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);

var secret = builder.Configuration["ClientSecret"] ?? RandomNumberGenerator.GetHexString(64, lowercase: true);
var office = new BoxOffice();
var model = new InMemoryModel();
model.AddClient(new()
{
    Id = "turnstile",
    Type = ClientType.Confidential,
    GrantTypes = ["urn:example:ticket"],
    Scope = Scope.Of("enter"),
}, secret);
model.AddClient(new()
{
    Id = "visitor",
    Type = ClientType.Confidential,
    GrantTypes = ["client_credentials"],
    Scope = Scope.Of("enter"),
}, secret);

builder.Services.AddSingleton(office);
// snippet: registration
builder.Services.AddOAuth2Server(model, o => o.Issuer = address)
    .AddClientCredentials()
    .AddGrant<TicketGrant>("urn:example:ticket");
// end-snippet
builder.Services.AddAuthentication().AddOAuth2Bearer();

var app = builder.Build();
app.MapOAuth2Server();
app.MapGet("/hall", (ClaimsPrincipal caller) => new { Welcome = caller.FindFirstValue("sub") }).RequireScope("enter");

await app.StartAsync();
Console.WriteLine($"""
    ExtensionGrant serves {address}
    client id:     turnstile
    client secret: {secret}
    ticket:        {office.Sell(new("alice", "12A"))}
    """);
await app.WaitForShutdownAsync();
