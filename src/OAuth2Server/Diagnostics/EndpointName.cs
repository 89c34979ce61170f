namespace OAuth2Server;

/// <summary>What the endpoints are called in the log, in metrics, activities and events.</summary>
internal static class EndpointName
{
    internal const string Token = "token";

    /// <summary>The first half of the authorization endpoint: is the request good?</summary>
    internal const string Authorization = "authorization";

    /// <summary>The second half: the resource owner has answered.</summary>
    internal const string Completion = "completion";

    /// <summary>A client gives a token up (RFC 7009).</summary>
    internal const string Revocation = "revocation";

    /// <summary>Somebody asks what a token is good for (RFC 7662).</summary>
    internal const string Introspection = "introspection";

    /// <summary>A device asks for its codes (RFC 8628 §3.1).</summary>
    internal const string DeviceAuthorization = "device_authorization";

    /// <summary>A resource owner has typed a user code.</summary>
    internal const string DeviceVerification = "device_verification";

    /// <summary>A resource owner has answered a device.</summary>
    internal const string DeviceCompletion = "device_completion";

    /// <summary>What the server says of itself (RFC 8414).</summary>
    internal const string Metadata = "metadata";

    /// <summary>A bearer token was presented to a protected resource.</summary>
    internal const string Resource = "resource";

    /// <summary>The scope of a bearer token that was found valid.</summary>
    internal const string Scope = "scope";

    /// <summary>A page of another origin asks whether it may read the answer (CORS).</summary>
    internal const string Origin = "origin";
}
