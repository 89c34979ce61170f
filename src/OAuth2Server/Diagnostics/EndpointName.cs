namespace OAuth2Server;

/// <summary>The names of the built-in endpoints, and of the other calls, in the log, in metrics, activities and events.</summary>
internal static class EndpointName
{
    internal const string Token = "token";

    /// <summary>The first half of the authorization endpoint: is the request valid?</summary>
    internal const string Authorization = "authorization";

    /// <summary>The second half: the resource owner has answered.</summary>
    internal const string Completion = "completion";

    internal const string Revocation = "revocation";

    internal const string Introspection = "introspection";

    internal const string DeviceAuthorization = "device_authorization";

    /// <summary>A resource owner has typed a user code.</summary>
    internal const string DeviceVerification = "device_verification";

    /// <summary>A resource owner has answered a device's request.</summary>
    internal const string DeviceCompletion = "device_completion";

    /// <summary>A client pushes an authorization request.</summary>
    internal const string PushedAuthorization = "pushed_authorization";

    /// <summary>A client registers itself (RFC 7591).</summary>
    internal const string ClientRegistration = "client_registration";

    /// <summary>A client reads, replaces or deletes its registration (RFC 7592).</summary>
    internal const string ClientConfiguration = "client_configuration";

    internal const string Metadata = "metadata";

    /// <summary>A request to a protected resource with an access token.</summary>
    internal const string Resource = "resource";

    /// <summary>The scope of an access token that was found valid.</summary>
    internal const string Scope = "scope";

    /// <summary>The sign-in behind an access token that was found valid.</summary>
    internal const string UserAuthentication = "user_authentication";

    /// <summary>A page of another origin wants to read an answer (CORS).</summary>
    internal const string Origin = "origin";
}
