namespace OAuth2Server;

/// <summary>What several endpoints check first.</summary>
internal static class Preconditions
{
    /// <summary>Another method than POST, or parameters that cannot be used; null when there is neither.</summary>
    internal static OAuthError? OfPost(OAuthContext context, string methodRule) =>
        context.Request.Method == "POST" ? context.Parameters.Problem : OAuthError.MethodNotAllowed("POST", methodRule);
}
