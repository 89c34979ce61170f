namespace OAuth2Server;

/// <summary>What every endpoint checks first.</summary>
internal static class Preconditions
{
    /// <summary>The refusal of another method (RFC 9110 §15.5.6).</summary>
    internal static OAuthError MethodNotAllowed(string allowed, string rule = "RFC 6749 §3.2") =>
        new("invalid_request", $"The method must be {allowed}.", 405) { Rule = rule, Headers = [new("Allow", allowed)] };

    /// <summary>Another method than POST, parameters that cannot be read, or a parameter that is sent more than once; null when there is
    /// none of these.</summary>
    internal static OAuthError? OfPost(OAuthContext context, string methodRule = "RFC 6749 §3.2") =>
        context.Request.Method == "POST" ? Readable(context) : MethodNotAllowed("POST", methodRule);

    /// <summary>Parameters that cannot be read, or a parameter that is sent more than once; null when there is none of these.</summary>
    internal static OAuthError? Readable(OAuthContext context) => context.Parameters switch
    {
        { Malformed: { } malformed } => malformed,
        { Repeated: not null } => OAuthError.InvalidRequest("A parameter is sent more than once.", "RFC 6749 §3.2"),
        _ => null,
    };
}
