// A server with one endpoint of its own beside the built-in ones.
// dotnet run --project samples/ExtensionEndpoint -- 5083
using System.Security.Cryptography;
using OAuth2Server;
using OAuth2Server.AspNetCore;

var address = $"http://127.0.0.1:{(args is [var port, ..] ? port : "5083")}";
var builder = WebApplication.CreateBuilder(args);
builder.WebHost.UseUrls(address);
builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);

var secret = builder.Configuration["ClientSecret"] ?? RandomNumberGenerator.GetHexString(64, lowercase: true);
var model = new InMemoryModel();
model.AddClient(new()
{
    Id = "service",
    Type = ClientType.Confidential,
    GrantTypes = ["client_credentials"],
    Scope = Scope.Of("photos.read", "photos.write"),
}, secret);

// snippet: registration
builder.Services.AddOAuth2Server(model, o => o.Issuer = address)
    .AddClientCredentials()
    .AddEndpoint<WhoAmIEndpoint>();
// end-snippet

var app = builder.Build();
app.MapOAuth2Server();

await app.StartAsync();
Console.WriteLine($"""
    ExtensionEndpoint serves {address}
    client id:     service
    client secret: {secret}
    """);
await app.WaitForShutdownAsync();
