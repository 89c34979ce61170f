// A server as one native executable: dotnet publish samples/AotServer -c Release -p:PublishAot=true, then AotServer 5080
using System.Security.Cryptography;
using OAuth2Server;
using OAuth2Server.AspNetCore;

var address = $"http://127.0.0.1:{(args is [var port, ..] ? port : "5080")}";
var builder = WebApplication.CreateSlimBuilder(args);
builder.WebHost.UseUrls(address);
builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);

// The source contains no secret: the configuration may set it; otherwise the program makes a new one at each start.
var clientSecret = builder.Configuration["ClientSecret"] ?? RandomNumberGenerator.GetHexString(64, lowercase: true);

var model = new InMemoryModel();
model.AddClient(new()
{
    Id = "service",
    Type = ClientType.Confidential,
    GrantTypes = ["client_credentials"],
    Scope = Scope.Of("photos.read", "photos.write"),
}, clientSecret);
builder.Services.AddOAuth2Server(model, o => o.Issuer = address).AddClientCredentials();
builder.Services.AddAuthentication().AddOAuth2Bearer();

var app = builder.Build();
app.MapOAuth2Server();
app.MapGet("/photos", http => http.Response.WriteAsync("three photos")).RequireScope("photos.read");

await app.StartAsync();
Console.WriteLine($"""
    AotServer serves {address}
    client id:     service
    client secret: {clientSecret}
    """);
await app.WaitForShutdownAsync();
