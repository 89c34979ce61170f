namespace OAuth2Server;

/// <summary>What the endpoints are called in the log, in metrics, activities and events.</summary>
internal static class EndpointName
{
    internal const string Token = "token";

    /// <summary>The first half of the authorization endpoint: is the request good?</summary>
    internal const string Authorization = "authorization";

    /// <summary>The second half: the resource owner has answered.</summary>
    internal const string Completion = "completion";

    /// <summary>A bearer token was presented to a protected resource.</summary>
    internal const string Resource = "resource";

    /// <summary>The scope of a bearer token that was found valid.</summary>
    internal const string Scope = "scope";

    /// <summary>A page of another origin asks whether it may read the answer (CORS).</summary>
    internal const string Origin = "origin";
}
