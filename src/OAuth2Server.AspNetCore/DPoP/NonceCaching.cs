using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace OAuth2Server.AspNetCore;

/// <summary>An answer from a cache must not bring a nonce that became too old (RFC 9449 §8.2).</summary>
internal static class NonceCaching
{
    /// <summary>The header of answers that carries a nonce.</summary>
    internal const string Header = "DPoP-Nonce";

    /// <summary>Sees to it that the answer is in no cache, or has no nonce.</summary>
    /// <param name="response">The answer, which has a nonce.</param>
    internal static void Prevent(HttpResponse response) => response.OnStarting(
        static state =>
        {
            var response = (HttpResponse)state;
            var own = response.Headers.CacheControl;
            if (own.Count == 0 || response.StatusCode >= StatusCodes.Status400BadRequest)
                response.Headers.CacheControl = "no-store";
            // What the application lets caches keep stays so: the client gets the nonce with another answer, or with a challenge.
            else if (!CacheControlHeaderValue.TryParse(own.ToString(), out var cache) || !cache.NoStore)
                response.Headers.Remove(Header);
            return Task.CompletedTask;
        },
        response);
}
