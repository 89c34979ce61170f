namespace OAuth2Server;

/// <summary>What several endpoints check first.</summary>
internal static class Preconditions
{
    /// <summary>The refusal of another method (RFC 9110 §15.5.6).</summary>
    internal static OAuthError MethodNotAllowed(string allowed, string rule = "RFC 6749 §3.2") =>
        new("invalid_request", $"The method must be {allowed}.", 405) { Rule = rule, Headers = [new("Allow", allowed)] };

    /// <summary>Another method than POST, or parameters that cannot be used; null when there is neither.</summary>
    internal static OAuthError? OfPost(OAuthContext context, string methodRule = "RFC 6749 §3.2") =>
        context.Request.Method == "POST" ? context.Parameters.Problem : MethodNotAllowed("POST", methodRule);
}
