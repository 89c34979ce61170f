using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OAuth2Server.Jwt;

namespace OAuth2Server.AspNetCore;

/// <summary>Builds the server once when the application starts, so that a missing part stops the start, and says what is
/// dangerous.</summary>
internal sealed partial class StartupCheck(
    IServiceScopeFactory scopes, IOptions<OAuth2ServerOptions> options, ILogger<StartupCheck> log) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var server = scope.ServiceProvider.GetRequiredService<AuthorizationServer>();
        var endpoints = server.Endpoints;
        if (Twice(endpoints.Select(endpoint => endpoint.Name)) is { } name)
            throw new InvalidOperationException($"Two endpoints have the name {name}: remove one, or give it another Name.");
        if (Twice(endpoints.Select(endpoint => endpoint.Path)) is { } path)
            throw new InvalidOperationException($"Two endpoints have the path {path}: remove one, or give it another Path.");

        var grants = scope.ServiceProvider.GetServices<IGrant>().Select(grant => grant.GrantType).ToArray();
        if (Twice(grants) is { } grantType)
            throw new InvalidOperationException(
                $"Two grants answer to grant_type {grantType}: remove one, or give it another name in AddGrant.");

        if (options.Value.Profile != SecurityProfile.None)
        {
            ExamineProfile(server.Examine());
            return;
        }
        foreach (var warning in options.Value.Warnings()) Warn(warning);
        if (scope.ServiceProvider.GetService<TokenExchangeOptions>() is { } exchange)
        {
            foreach (var warning in exchange.Warnings()) Warn(warning);
        }
        if (scope.ServiceProvider.GetService<JwtBearerOptions>() is { } bearer)
        {
            foreach (var warning in bearer.Warnings()) Warn(warning);
        }
        if (grants.Contains(PasswordGrant.Name))
            Warn("The password grant is enabled: every client that uses it sees its users' passwords. RFC 9700 §2.4 says it must not be " +
                "used.");
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private void ExamineProfile(ProfileReport report)
    {
        var errors = report.Findings.Where(finding => finding.Rule.Severity == RuleSeverity.Error).ToArray();
        if (errors.Length > 0)
        {
            throw new InvalidOperationException(
                $"The server does not follow the profile {report.Profile}. {string.Join(' ', errors.Select(error => error.ToString()))}");
        }
        foreach (var finding in report.Findings.Where(finding => finding.Rule.Severity == RuleSeverity.Warning))
            Departs(report.Profile, finding);
    }

    private static string? Twice(IEnumerable<string> names) =>
        names.GroupBy(name => name, StringComparer.Ordinal).FirstOrDefault(same => same.Count() > 1)?.Key;

    [LoggerMessage(30, LogLevel.Warning, "{Warning}", EventName = "Dangerous")]
    private partial void Warn(string warning);

    [LoggerMessage(350, LogLevel.Warning, "Profile {Profile}: {Finding}", EventName = "ProfileWarning")]
    private partial void Departs(SecurityProfile profile, ProfileFinding finding);
}
