using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace OAuth2Server.Host;

/// <summary>How much a stranger may send.</summary>
internal static class KestrelLimits
{
    private const int KiB = 1024;

    internal static void Set(KestrelServerOptions kestrel)
    {
        kestrel.AddServerHeader = false;
        // No OAuth request and no form of ours comes near it.
        kestrel.Limits.MaxRequestBodySize = 64 * KiB;
        // An authorization request of 4096 characters travels sealed or escaped in the query of the consent and sign-in pages, where it grows.
        kestrel.Limits.MaxRequestLineSize = 32 * KiB;
        kestrel.Limits.MaxRequestHeadersTotalSize = 48 * KiB;
        kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(15);
    }
}
