using Microsoft.AspNetCore.Http;

namespace OAuth2Server.AspNetCore;

/// <summary>What one scheme found in the current HTTP request.</summary>
internal sealed class BearerCall
{
    internal required string Scheme { get; init; }

    internal required OAuth2BearerOptions Options { get; init; }

    internal required OAuthContext Context { get; init; }

    internal required ResourceServer Server { get; init; }

    /// <summary>The valid token; null when there is none.</summary>
    internal AccessToken? Token { get; set; }

    /// <summary>Why the request was refused, kept for the answer; null when it was not.</summary>
    internal OAuthError? Refusal { get; set; }

    /// <summary>Keeps why a requirement refused the token. The sign-in comes before the scope: the challenge names both, and with a new
    /// sign-in the client gets a new scope too, but not the other way round.</summary>
    internal void Refuse(OAuthError error)
    {
        if (Refusal is not { Status: 401 } || error.Status == 401) Refusal = error;
    }
}

/// <summary>The calls of all schemes: an application may have several, each for another issuer or resource.</summary>
internal sealed class BearerCalls
{
    private readonly List<BearerCall> _calls = new(1);

    internal static BearerCall? Find(HttpContext http, string scheme) =>
        http.Features.Get<BearerCalls>()?._calls.Find(call => call.Scheme == scheme);

    /// <summary>The calls with a valid token.</summary>
    internal static IEnumerable<BearerCall> Valid(HttpContext http) =>
        http.Features.Get<BearerCalls>()?._calls.Where(call => call.Token is not null) ?? [];

    /// <summary>A call that could not be decided; null when there is none.</summary>
    internal static BearerCall? Unavailable(HttpContext http) =>
        http.Features.Get<BearerCalls>()?._calls.Find(call => call.Refusal?.Status >= 500);

    internal static void Add(HttpContext http, BearerCall call)
    {
        if (http.Features.Get<BearerCalls>() is not { } calls) http.Features.Set(calls = new());
        calls._calls.RemoveAll(earlier => earlier.Scheme == call.Scheme);
        calls._calls.Add(call);
    }
}
