namespace OAuth2Server;

/// <summary>What every endpoint refuses before it looks closer.</summary>
internal static class Refusals
{
    internal static OAuthError MethodNotAllowed(string allowed, string rule = "RFC 6749 §3.2") =>
        new("invalid_request", $"The method must be {allowed}.", 405) { Rule = rule, Headers = [new("Allow", allowed)] };

    /// <summary>An endpoint that the model cannot serve.</summary>
    internal static OAuthError NoSuchEndpoint(string capability) =>
        new("invalid_request", "The server has no such endpoint.", 404) { Detail = $"The model does not implement {capability}." };

    /// <summary>Parameters that could not be read, or that stand more than once; null when all is well.</summary>
    internal static OAuthError? Unreadable(OAuthRequest request) => request.Parameters switch
    {
        { Malformed: { } malformed } => malformed,
        { Repeated: not null } => OAuthError.InvalidRequest("A parameter is sent more than once.", "RFC 6749 §3.2"),
        _ => null,
    };

    /// <summary>The scope parameter by the grammar alone.</summary>
    internal static Outcome<RequestedScope> Scope(OAuthRequest request)
    {
        if (request["scope"] is not { } text) return new RequestedScope(null);
        return OAuth2Server.Scope.TryParse(text, out var scope) ? new RequestedScope(scope) : OAuthError.InvalidScope("scope is malformed.");
    }

    /// <summary>A scope, or none where the parameter was omitted.</summary>
    internal readonly record struct RequestedScope(Scope? OrNull);
}
