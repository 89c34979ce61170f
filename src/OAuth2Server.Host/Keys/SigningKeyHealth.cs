using Microsoft.Extensions.Diagnostics.HealthChecks;
using OAuth2Server.Jwt;

namespace OAuth2Server.Host;

/// <summary>Ready while every key that should sign can sign: no other key takes its place.</summary>
internal sealed class SigningKeyHealth(SigningKeys keys) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(keys.Problems is { Count: > 0 } problems
            ? HealthCheckResult.Unhealthy(string.Join('\n', problems.Select(problem => problem.Message)))
            : HealthCheckResult.Healthy());
}
