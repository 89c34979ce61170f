using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OAuth2Server.Jwt;

namespace OAuth2Server.AspNetCore;

/// <summary>Reads the ring of signing keys at the start and again and again, and makes the next keys in time. It runs on every node: the
/// nodes agree through the store.</summary>
internal sealed partial class SigningKeyRotation(
    SigningKeys keys, IServiceScopeFactory scopes, IOptions<OAuth2ServerOptions> server, TimeProvider clock,
    ILogger<SigningKeyRotation> log, IKeyEncryption? encryption = null) : BackgroundService
{
    private static readonly TimeSpan SoonAgain = TimeSpan.FromSeconds(10);
    private bool _failed;

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var warning in keys.Options.Warnings()) Warn(warning);
        if (encryption is null && !keys.Options.AllowUnencrypted && !IsLoopback(server.Value))
            Warn("There is no key-encryption key: a reader of the database, or of a backup of it, can sign tokens. Register an " +
                "IKeyEncryption.");
        return base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (true)
            {
                await RefreshAsync(stoppingToken);
                var every = keys.Options.RefreshEvery;
                await Task.Delay(_failed && SoonAgain < every ? SoonAgain : every, clock, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The application stops.
        }
    }

    /// <summary>One turn. A store that fails is logged once, and again when it works.</summary>
    private async Task RefreshAsync(CancellationToken ct)
    {
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            await keys.RefreshAsync(scope.ServiceProvider.GetRequiredService<ISigningKeyModel>(), ct);
            if (_failed) LogRecovered();
            _failed = false;
        }
        catch (Exception e) when (!ct.IsCancellationRequested)
        {
            if (!_failed) LogFailed(e);
            _failed = true;
        }
    }

    private static bool IsLoopback(OAuth2ServerOptions options) =>
        options.ResolveIssuer is null && Uri.TryCreate(options.Issuer, UriKind.Absolute, out var issuer) && issuer.IsLoopback;

    [LoggerMessage(210, LogLevel.Warning, "{Warning}", EventName = "DangerousKeys")]
    private partial void Warn(string warning);

    [LoggerMessage(211, LogLevel.Warning, "Reading or saving the signing keys failed; it is tried again", EventName = "SigningKeysFailed")]
    private partial void LogFailed(Exception exception);

    [LoggerMessage(212, LogLevel.Information, "The signing keys are read again", EventName = "SigningKeysRecovered")]
    private partial void LogRecovered();
}
