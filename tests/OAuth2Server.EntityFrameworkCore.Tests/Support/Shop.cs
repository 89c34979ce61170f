using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;
using OAuth2Server.Testing;

namespace OAuth2Server.EntityFrameworkCore.Tests;

/// <summary>One test's store with its clock: a DbContext and a model of their own for each call, as a web server has them for each
/// request.</summary>
internal sealed class Shop(ShopStore store) : IAsyncDisposable
{
    internal const string Secret = "a-secret-of-the-photo-app-with-128-bits";
    internal const string RedirectUri = "https://app.example.com/callback";
    internal const string Verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";

    internal FakeTimeProvider Clock { get; } = new(new(2026, 6, 1, 12, 0, 0, TimeSpan.Zero));

    internal ShopStore Store => store;

    internal Records New => new(Clock);

    internal OAuth2ServerOptions Settings { get; } = new() { Issuer = TestOAuthRequest.DefaultIssuer };

    internal OAuthContext Now => new TestOAuthRequest().At(Clock);

    internal static Client PhotoApp { get; } = new()
    {
        Id = "photo-app",
        Type = ClientType.Confidential,
        GrantTypes = ["authorization_code", "refresh_token", "client_credentials", "password"],
        RedirectUris = [RedirectUri],
        Scope = Scope.Of("photos.read", "photos.write"),
        Properties = Properties.Empty.With("owner", "the photo team"),
    };

    internal static async Task<Shop> OpenAsync(ValueTask<ShopStore> creating)
    {
        var shop = new Shop(await creating);
        await shop.CallAsync(m => new ValueTask(m.SaveClientAsync(PhotoApp, Secret)));
        return shop;
    }

    internal Task CallAsync(Func<ShopModel, ValueTask> call) => CallAsync(async m =>
    {
        await call(m);
        return 0;
    });

    internal async Task<T> CallAsync<T>(Func<ShopModel, ValueTask<T>> call, DbContextOptions<ShopDb>? options = null)
    {
        await using var db = new ShopDb(options ?? store.Options);
        return await call(new(db));
    }

    internal async Task<int> SqlAsync(string sql)
    {
        await using var db = store.Open();
        return await db.Database.ExecuteSqlRawAsync(sql);
    }

    internal async Task<int> CountAsync<TRow>() where TRow : class
    {
        await using var db = store.Open();
        return await db.Set<TRow>().CountAsync();
    }

    internal Task SaveAsync(Token token) => CallAsync(m => m.SaveTokenAsync(token, Now, default));

    internal Task SaveAsync(AuthorizationCode code) => CallAsync(m => m.SaveAuthorizationCodeAsync(code, Now, default));

    internal Task<AccessToken?> FindAccessAsync(string text) => CallAsync(m => m.GetAccessTokenAsync(new(text), Now, default));

    internal Task<RefreshToken?> FindRefreshAsync(string text) => CallAsync(m => m.GetRefreshTokenAsync(new(text), Now, default));

    internal Task<AuthorizationCode?> FindCodeAsync(string text) => CallAsync(m => m.GetAuthorizationCodeAsync(new(text), Now, default));

    internal Task<bool> ExchangeAsync(Credential consumed, Token successor, Replay? replay = null) =>
        CallAsync(m => m.ExchangeAsync(consumed, successor, replay, Now, default));

    internal Task RevokeAsync(Authorization authorization) => CallAsync(m => m.RevokeAuthorizationAsync(authorization.Id, Now, default));

    internal async Task<int> PruneAllAsync(int batch = 1000)
    {
        var total = 0;
        while (await CallAsync(m => m.PruneAsync(Clock.GetUtcNow(), batch, default)) is > 0 and var removed)
        {
            Assert.InRange(removed, 1, batch);
            total += removed;
        }
        return total;
    }

    internal AuthorizationServer Server(ShopModel model) => new(
        model,
        new OAuthEnvironment(Settings, Clock),
        [new AuthorizationCodeGrant(model), new RefreshTokenGrant(model), new ClientCredentialsGrant(model), new PasswordGrant(model)]);

    internal ResourceServer Resources(ShopModel model) => new(model, new OAuthEnvironment(Settings, Clock));

    public ValueTask DisposeAsync() => store.DisposeAsync();
}
