using System.Security.Claims;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http.HttpResults;
using OAuth2Server.AspNetCore;

namespace OAuth2Server.Host;

/// <summary>A protected resource to try tokens on. Its own identifier (RFC 8707) is the issuer and <c>/demo</c>; a token without audience is good here, too.</summary>
internal static partial class DemoEndpoints
{
    internal static void MapDemo(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/demo/read", Answer).RequireScope("read");
        endpoints.MapGet("/demo/write", Answer).RequireScope("write");
    }

    private static JsonHttpResult<DemoAnswer> Answer(ClaimsPrincipal user) => TypedResults.Json(
        new DemoAnswer(user.FindFirstValue("sub"), user.FindFirstValue("client_id"), string.Join(' ', user.FindAll("scope").Select(scope => scope.Value))),
        DemoJson.Default.DemoAnswer);

    /// <summary>What the token says.</summary>
    internal sealed record DemoAnswer(string? Subject, [property: JsonPropertyName("client_id")] string? ClientId, string Scope);

    [JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
    [JsonSerializable(typeof(DemoAnswer))]
    private sealed partial class DemoJson : JsonSerializerContext;
}
