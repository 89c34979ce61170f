using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace OAuth2Server.AspNetCore;

/// <summary>Validates the settings of each bearer scheme at the start, when the server listens: the identifier of a resource may depend on
/// the port.</summary>
internal sealed class BearerCheck(IOptionsMonitor<OAuth2BearerOptions> options, IOptions<BearerSchemes> schemes) : IHostedLifecycleService
{
    public Task StartedAsync(CancellationToken cancellationToken)
    {
        foreach (var scheme in schemes.Value.Names) options.Get(scheme);
        return Task.CompletedTask;
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
