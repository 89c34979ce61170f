using Microsoft.EntityFrameworkCore;
using OAuth2Server;

namespace Snippets;

internal static class EntityFrameworkClients
{
    internal static async Task TablesAsync(ShopDb db, CancellationToken ct)
    {
        // snippet: ef-tables
        await db.Database.MigrateAsync(ct);
        // end-snippet
    }

    internal static async Task ClientsAsync(ShopModel model, string secret, string newSecret, CancellationToken ct)
    {
        // snippet: ef-clients
        var client = new Client
        {
            Id = "photo-app",
            DisplayName = "Photo App",
            Type = ClientType.Confidential,
            GrantTypes = ["authorization_code", "refresh_token"],
            RedirectUris = ["https://app.example.com/callback"],
            Scope = Scope.Of("photos.read", "photos.write"),
        };
        await model.SaveClientAsync(client, secret, ct);

        // A change replaces the whole client: give every member again, and the secret, too.
        await model.SaveClientAsync(client with { Scope = Scope.Of("photos.read") }, secret, ct);

        // A new secret, while the old one is still accepted for a day.
        var previous = new PreviousSecret(new(secret), DateTimeOffset.UtcNow.AddDays(1));
        await model.SaveClientAsync(client, newSecret, previous, ct);

        await model.DisableClientAsync("photo-app", ct);
        // end-snippet
    }
}
