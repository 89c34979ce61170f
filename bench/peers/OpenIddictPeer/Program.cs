// OpenIddict, set up as its documentation says, with the fixture of the load benchmark:
// PORT reference|jwt|encrypted sqlite|postgres CONNECTION
using Microsoft.EntityFrameworkCore;
using OAuth2Server.LoadBenchmark;
using OpenIddict.Validation.AspNetCore;
using OpenIddictPeer;

if (args is not [var port, var tokens, var store, var connection])
{
    await Console.Error.WriteLineAsync("usage: PORT reference|jwt|encrypted sqlite|postgres CONNECTION");
    return 1;
}

var builder = WebApplication.CreateSlimBuilder();
builder.WebHost.UseUrls($"http://127.0.0.1:{port}");
builder.Logging.ClearProviders().AddConsole().SetMinimumLevel(LogLevel.Warning);
builder.Services.AddDbContextPool<PeerDb>(o =>
{
    _ = store == "sqlite" ? o.UseSqlite(connection) : o.UseNpgsql(connection);
    o.UseOpenIddict();
});
builder.Services.AddOpenIddictServer(tokens);
builder.Services.AddAuthentication();
builder.Services.AddAuthorizationBuilder().AddPolicy("photos", p => p
    .AddAuthenticationSchemes(OpenIddictValidationAspNetCoreDefaults.AuthenticationScheme)
    .RequireAuthenticatedUser().RequireAssertion(context => Endpoints.HasScope(context.User)));

var app = builder.Build();
await Seed.FillAsync(app.Services, store == "sqlite");
app.UseAuthentication();
app.UseAuthorization();
app.MapGet("/authorize", Endpoints.AuthorizeAsync);
app.MapPost("/token", (Delegate)Endpoints.TokenAsync);
app.MapGet("/photos", () => "three photos").RequireAuthorization("photos");
app.MapGet("/allocated", () => GC.GetTotalAllocatedBytes(precise: true));
await app.RunAsync();
return 0;
