using Microsoft.EntityFrameworkCore.Infrastructure;
using OAuth2Server.EntityFrameworkCore;

namespace OAuth2Server.StorageBenchmark;

/// <summary>Through the package: a pooled DbContext and a new model for each call, as a web server has them for each request.</summary>
internal sealed class ModelWork(PooledDbContextFactory<BenchDb> contexts) : IWork
{
    public Task SaveAsync(Token token) => WithAsync(async (m, c) =>
    {
        await m.SaveTokenAsync(token, c, default);
        return true;
    });

    public Task SaveCodeAsync(AuthorizationCode code) => WithAsync(async (m, c) =>
    {
        await m.SaveAuthorizationCodeAsync(code, c, default);
        return true;
    });

    public Task<bool> ExchangeAsync(Credential consumed, Token successor, Replay? replay) =>
        WithAsync((m, c) => m.ExchangeAsync(consumed, successor, replay, c, default).AsTask());

    public Task<bool> FindAsync(string text) => WithAsync(async (m, c) => await m.GetAccessTokenAsync(new(text), c, default) is not null);

    public Task RevokeAsync(string authorizationId) => WithAsync(async (m, c) =>
    {
        await m.RevokeAuthorizationAsync(authorizationId, c, default);
        return true;
    });

    private async Task<bool> WithAsync(Func<EntityFrameworkModel<BenchDb>, OAuthContext, Task<bool>> call)
    {
        await using var db = await contexts.CreateDbContextAsync();
        return await call(new(db), new() { Request = NoRequest.Instance, Issuer = "https://auth.example.com", Now = Clock.Now });
    }
}
