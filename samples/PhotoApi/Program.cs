// One API, protected in four ways. The mode is chosen by configuration; the endpoints are the same.
// dotnet run --project samples/PhotoApi -- 5090 --Mode keys --Authority https://auth.example.com
using System.Security.Claims;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using OAuth2Server;
using OAuth2Server.AspNetCore;

var address = $"http://127.0.0.1:{(args is [var port, ..] && int.TryParse(port, out _) ? port : "5090")}";
var builder = WebApplication.CreateBuilder(args);
builder.WebHost.UseUrls(address);
builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
var mode = builder.Configuration["Mode"] ?? "model";
var authority = builder.Configuration["Authority"] ?? address;
var resource = builder.Configuration["Resource"] ?? address;
var services = builder.Services;

switch (mode)
{
    case "model":
        InProcess.AddServer(services, authority, resource);
        // snippet: model
        services.AddAuthentication().AddOAuth2Bearer(o => o.Resource = resource);
        // end-snippet
        break;

    case "keys":
        // snippet: keys
        services.AddAuthentication().AddOAuth2Bearer(o =>
        {
            o.Authority = authority;             // the issuer, exactly as in its metadata
            o.Resource = resource;               // the audience that a token must name
        });
        // end-snippet
        break;

    case "introspection":
        var secret = builder.Configuration["ClientSecret"] ?? throw new InvalidOperationException("ClientSecret is missing.");
        // snippet: introspection
        services.AddAuthentication().AddOAuth2Bearer(o =>
        {
            o.Authority = authority;
            o.Resource = resource;
            o.Introspection = new() { ClientId = "photo-api", ClientSecret = secret, CacheFor = TimeSpan.FromSeconds(30) };
            o.JwtsByIntrospection = false;       // true: revocation takes effect for JWTs too
        });
        // end-snippet
        break;

    case "microsoft":
        // snippet: microsoft
        services.AddAuthentication().AddJwtBearer("plain", o =>
        {
            o.MetadataAddress = $"{authority}/.well-known/oauth-authorization-server";
            o.RequireHttpsMetadata = new Uri(authority).Scheme == "https";
            o.MapInboundClaims = false;          // sub stays sub
            o.TokenValidationParameters = new()
            {
                ValidIssuer = authority,
                ValidAudience = resource,
                ValidTypes = ["at+jwt", "application/at+jwt"],
                ValidAlgorithms = ["ES256", "ES384", "RS256", "PS256"],
                ClockSkew = TimeSpan.FromSeconds(30),
                TryAllIssuerSigningKeys = false,
                NameClaimType = "sub",
            };
        });
        services.AddAuthorizationBuilder().AddPolicy("photos.read", p => p.AddAuthenticationSchemes("plain").RequireAuthenticatedUser()
            .RequireAssertion(c => c.User.FindFirst("scope")?.Value.Split(' ').Contains("photos.read") == true));
        // end-snippet
        break;

    default: throw new InvalidOperationException($"Mode {mode} is none of model, keys, introspection, microsoft.");
}

var app = builder.Build();
if (mode == "model") app.MapOAuth2Server();
var photos = app.MapGet("/photos", (ClaimsPrincipal caller) => new { of = caller.FindFirstValue("sub"), photos = 3 });
if (mode == "microsoft")
{
    photos.RequireAuthorization("photos.read");
}
else
{
    // snippet: resource
    photos.RequireScope("photos.read");
    app.MapProtectedResource(m =>
    {
        m.ScopesSupported = ["photos.read"];
        m.ResourceName = "Photos";
    });
    // end-snippet
}

await app.StartAsync();
Console.WriteLine($"PhotoApi serves {address}");
await app.WaitForShutdownAsync();

/// <summary>The server of the mode <c>model</c>, with one client whose secret is printed.</summary>
internal static class InProcess
{
    internal static void AddServer(IServiceCollection services, string issuer, string resource)
    {
        var model = new InMemoryModel();
        var secret = Environment.GetEnvironmentVariable("CLIENT_SECRET") ?? RandomNumberGenerator.GetHexString(64, lowercase: true);
        model.AddClient(new()
        {
            Id = "service",
            Type = ClientType.Confidential,
            GrantTypes = ["client_credentials"],
            Scope = Scope.Of("photos.read", "photos.write"),
        }, secret);
        services.AddOAuth2Server(model, o =>
        {
            o.Issuer = issuer;
            o.Resources = [new() { Resource = resource }];
        }).AddClientCredentials();
        Console.WriteLine($"client secret: {secret}");
    }
}
