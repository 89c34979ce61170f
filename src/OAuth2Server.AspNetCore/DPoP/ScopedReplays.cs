using Microsoft.Extensions.DependencyInjection;

namespace OAuth2Server.AspNetCore;

/// <summary>Remembers used proofs where the application does: in its model, which may be made for each request, or else in the memory of
/// this process.</summary>
internal sealed class ScopedReplays(IServiceScopeFactory scopes) : IReplayModel
{
    private readonly InMemoryReplays _own = new();

    public async ValueTask<bool> UseOnceAsync(SecretHash message, DateTimeOffset now, DateTimeOffset until, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var replays = scope.ServiceProvider.GetService<IReplayModel>() ?? _own;
        return await replays.UseOnceAsync(message, now, until, ct);
    }
}
