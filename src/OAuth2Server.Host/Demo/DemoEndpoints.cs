using System.Security.Claims;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http.HttpResults;
using OAuth2Server.AspNetCore;

namespace OAuth2Server.Host;

/// <summary>Protected resources for trying out access tokens.</summary>
/// <remarks>Their resource identifier (RFC 8707) is the issuer with <c>/demo</c>. A token without an audience is accepted too.</remarks>
internal static partial class DemoEndpoints
{
    // Long enough for the consent page and the client, short enough to wait for.
    private static readonly TimeSpan StepUpAge = TimeSpan.FromMinutes(1);

    internal static void MapDemo(this IEndpointRouteBuilder endpoints, SignInSettings signIn)
    {
        endpoints.MapGet("/demo/read", Answer).RequireScope("read");
        endpoints.MapGet("/demo/write", Answer).RequireScope("write");
        var stepUp = endpoints.MapGet("/demo/step-up", Answer).RequireScope("read").RequireMaxAge(StepUpAge);
        if (signIn.PasswordAcr is { } acr) stepUp.RequireAcr(acr);
    }

    private static JsonHttpResult<DemoAnswer> Answer(ClaimsPrincipal user) => TypedResults.Json(
        new DemoAnswer(user.FindFirstValue("sub"), user.FindFirstValue("client_id"), ScopeOf(user)),
        DemoJson.Default.DemoAnswer);

    private static string ScopeOf(ClaimsPrincipal user) => string.Join(' ', user.FindAll("scope").Select(scope => scope.Value));

    /// <summary>The content of the access token.</summary>
    internal sealed record DemoAnswer(string? Subject, [property: JsonPropertyName("client_id")] string? ClientId, string Scope);

    [JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
    [JsonSerializable(typeof(DemoAnswer))]
    private sealed partial class DemoJson : JsonSerializerContext;
}
