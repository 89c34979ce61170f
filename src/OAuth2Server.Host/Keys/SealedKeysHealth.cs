using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace OAuth2Server.Host;

/// <summary>Ready while the keys that seal cookies can be decrypted: without them no user can sign in.</summary>
internal sealed class SealedKeysHealth(SealedKeys keys, IDataProtectionProvider protection) : IHealthCheck
{
    private readonly IDataProtector _protector = protection.CreateProtector(typeof(SealedKeysHealth).FullName!);

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            keys.GetAllElements();
            _protector.Unprotect(_protector.Protect([1]));
            return Task.FromResult(HealthCheckResult.Healthy());
        }
        catch (Exception e) when (e is CryptographicException or System.Xml.XmlException)
        {
            return Task.FromResult(HealthCheckResult.Unhealthy(e.Message.ReplaceLineEndings(" ")));
        }
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
        {
            // The check of the store reports a store that does not answer.
            return Task.FromResult(HealthCheckResult.Healthy());
        }
    }
}
