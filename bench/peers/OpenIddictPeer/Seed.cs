using Microsoft.EntityFrameworkCore;
using OAuth2Server.LoadBenchmark;
using OpenIddict.Abstractions;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace OpenIddictPeer;

internal static class Seed
{
    internal static async Task FillAsync(IServiceProvider services, bool isSqlite)
    {
        await using var scope = services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<PeerDb>();
        await db.Database.EnsureCreatedAsync();
        // The same journal as the other contender on SQLite has.
        if (isSqlite) await db.Database.ExecuteSqlRawAsync("PRAGMA journal_mode=WAL");

        var applications = scope.ServiceProvider.GetRequiredService<IOpenIddictApplicationManager>();
        // The database exists already when the server is started again.
        if (await applications.FindByClientIdAsync(Fixture.ClientId) is not null) return;
        var client = new OpenIddictApplicationDescriptor
        {
            ClientId = Fixture.ClientId,
            ClientSecret = Fixture.Secret,
            ClientType = ClientTypes.Confidential,
            ConsentType = ConsentTypes.Explicit,
            RedirectUris = { new Uri(Fixture.RedirectUri) },
            Permissions =
            {
                Permissions.Endpoints.Authorization, Permissions.Endpoints.Token, Permissions.ResponseTypes.Code,
                Permissions.GrantTypes.AuthorizationCode, Permissions.GrantTypes.RefreshToken, Permissions.GrantTypes.ClientCredentials,
            },
        };
        foreach (var name in Fixture.Scope.Split(' ')) client.Permissions.Add(Permissions.Prefixes.Scope + name);
        var application = await applications.CreateAsync(client);

        // The user's consent, recorded.
        await scope.ServiceProvider.GetRequiredService<IOpenIddictAuthorizationManager>().CreateAsync(new OpenIddictAuthorizationDescriptor
        {
            ApplicationId = await applications.GetIdAsync(application),
            Subject = Fixture.User,
            Status = Statuses.Valid,
            Type = AuthorizationTypes.Permanent,
            Scopes = { Fixture.ReadScope },
            CreationDate = TimeProvider.System.GetUtcNow(),
        });
    }
}
