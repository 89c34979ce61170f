using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace OAuth2Server.Host;

/// <summary>The limits of a request.</summary>
internal static class KestrelLimits
{
    private const int KiB = 1024;

    internal static void Set(KestrelServerOptions kestrel)
    {
        kestrel.AddServerHeader = false;
        // OAuth requests and the forms of the pages are much smaller.
        kestrel.Limits.MaxRequestBodySize = 64 * KiB;
        // The query of the consent and sign-in pages contains an authorization request of up to 4096 characters, sealed or
        // escaped. That makes it longer.
        kestrel.Limits.MaxRequestLineSize = 32 * KiB;
        kestrel.Limits.MaxRequestHeadersTotalSize = 48 * KiB;
        kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(15);
    }
}
