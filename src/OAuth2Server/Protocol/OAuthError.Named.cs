using System.Globalization;

namespace OAuth2Server;

/// <content>The catalogue: one named constructor for each error code that the RFCs register.</content>
public sealed partial class OAuthError
{
    private const string InteractionRule = "OpenID Connect Core §3.1.2.6";
    private const string RegistrationRule = "RFC 7591 §3.2.2";

    /// <summary><c>invalid_request</c>, 400: a parameter is missing, repeated or malformed (RFC 6749 §5.2, §4.1.2.1).</summary>
    /// <param name="description">One sentence for the client's developer.</param>
    /// <param name="rule">The section enforced, for the log.</param>
    /// <param name="detail">For the log only.</param>
    public static OAuthError InvalidRequest(string description, string? rule = null, string? detail = null) =>
        new("invalid_request", description) { Rule = rule, Detail = detail };

    /// <summary><c>invalid_request</c>, 405, with <c>Allow</c>: the endpoint does not answer this method (RFC 9110 §15.5.6).</summary>
    /// <param name="allowed">The methods that it answers, as <c>Allow</c> lists them: <c>GET, HEAD</c>.</param>
    /// <param name="rule">The section enforced, for the log.</param>
    public static OAuthError MethodNotAllowed(string allowed, string? rule = "RFC 9110 §15.5.6") =>
        new("invalid_request", $"The method must be {allowed}.", 405) { Rule = rule, Headers = [new("Allow", allowed)] };

    /// <summary>
    /// <c>invalid_client</c>, 400: client authentication failed. If the request used
    /// the Authorization header, the answer is 401 with a challenge (RFC 6749 §5.2).
    /// </summary>
    /// <param name="description">One sentence for the client's developer.</param>
    /// <param name="rule">The section enforced, for the log.</param>
    /// <param name="detail">For the log only: which check failed.</param>
    public static OAuthError InvalidClient(string description, string? rule = null, string? detail = null) =>
        new("invalid_client", description) { Rule = rule, Detail = detail };

    /// <summary>
    /// <c>invalid_grant</c>, 400: the code, the refresh token or the resource
    /// owner's password is not valid for this client (RFC 6749 §5.2).
    /// </summary>
    /// <param name="description">One sentence for the client's developer.</param>
    /// <param name="rule">The section enforced, for the log.</param>
    /// <param name="detail">For the log only.</param>
    public static OAuthError InvalidGrant(string description, string? rule = null, string? detail = null) =>
        new("invalid_grant", description) { Rule = rule, Detail = detail };

    /// <summary><c>unauthorized_client</c>, 400: the client may not use this grant type (RFC 6749 §5.2).</summary>
    /// <param name="description">One sentence for the client's developer.</param>
    /// <param name="rule">The section enforced, for the log.</param>
    public static OAuthError UnauthorizedClient(string description, string? rule = null) =>
        new("unauthorized_client", description) { Rule = rule };

    /// <summary><c>unsupported_grant_type</c>, 400: the server has no such grant (RFC 6749 §5.2).</summary>
    /// <param name="description">One sentence for the client's developer.</param>
    public static OAuthError UnsupportedGrantType(string description) =>
        new("unsupported_grant_type", description) { Rule = "RFC 6749 §5.2" };

    /// <summary><c>unsupported_response_type</c>, 400: the server supports <c>code</c> only (RFC 6749 §4.1.2.1).</summary>
    /// <param name="description">One sentence for the client's developer.</param>
    public static OAuthError UnsupportedResponseType(string description) =>
        new("unsupported_response_type", description) { Rule = "RFC 6749 §4.1.2.1" };

    /// <summary><c>invalid_scope</c>, 400: the scope is malformed, unknown, or more than was granted (RFC 6749 §5.2).</summary>
    /// <param name="description">One sentence for the client's developer.</param>
    /// <param name="rule">The section enforced, for the log.</param>
    /// <param name="detail">For the log only.</param>
    public static OAuthError InvalidScope(string description, string? rule = "RFC 6749 §3.3", string? detail = null) =>
        new("invalid_scope", description) { Rule = rule, Detail = detail };

    /// <summary><c>invalid_target</c>, 400: the <c>resource</c> is malformed, unknown, or was not granted (RFC 8707 §2).</summary>
    /// <param name="description">One sentence for the client's developer.</param>
    /// <param name="detail">For the log only.</param>
    public static OAuthError InvalidTarget(string description, string? detail = null) =>
        new("invalid_target", description) { Rule = "RFC 8707 §2", Detail = detail };

    /// <summary><c>invalid_authorization_details</c>, 400: the details are malformed, of an unknown type, break the rules of their type, or
    /// are more than was granted (RFC 9396 §5).</summary>
    /// <param name="description">One sentence for the client's developer: what is wrong, and what to send.</param>
    /// <param name="rule">The section enforced, for the log.</param>
    /// <param name="detail">For the log only.</param>
    public static OAuthError InvalidAuthorizationDetails(string description, string? rule = "RFC 9396 §5", string? detail = null) =>
        new("invalid_authorization_details", description) { Rule = rule, Detail = detail };

    /// <summary><c>access_denied</c>, 400: the resource owner or the server refused the request (RFC 6749 §4.1.2.1).</summary>
    /// <param name="description">One sentence for the client's developer.</param>
    public static OAuthError AccessDenied(string description) =>
        new("access_denied", description) { Rule = "RFC 6749 §4.1.2.1" };

    /// <summary><c>login_required</c>, 400: the resource owner must sign in, and the request allows no page for it (OpenID Connect Core
    /// §3.1.2.6).</summary>
    /// <param name="description">One sentence for the client's developer.</param>
    public static OAuthError LoginRequired(string description) =>
        new("login_required", description) { Rule = InteractionRule };

    /// <summary><c>consent_required</c>, 400: the resource owner must consent, and the request allows no page for it (OpenID Connect Core
    /// §3.1.2.6).</summary>
    /// <param name="description">One sentence for the client's developer.</param>
    public static OAuthError ConsentRequired(string description) =>
        new("consent_required", description) { Rule = InteractionRule };

    /// <summary><c>interaction_required</c>, 400: the resource owner must answer a page, and there is none (OpenID Connect Core
    /// §3.1.2.6).</summary>
    /// <param name="description">One sentence for the client's developer.</param>
    public static OAuthError InteractionRequired(string description) =>
        new("interaction_required", description) { Rule = InteractionRule };

    /// <summary><c>account_selection_required</c>, 400: the resource owner must choose an account, and the request allows no page for it
    /// (OpenID Connect Core §3.1.2.6).</summary>
    /// <param name="description">One sentence for the client's developer.</param>
    public static OAuthError AccountSelectionRequired(string description) =>
        new("account_selection_required", description) { Rule = InteractionRule };

    /// <summary><c>unmet_authentication_requirements</c>, 400: the sign-in is not as strong or as new as the request needs it (RFC 9470 §5;
    /// OpenID Connect Unmet Authentication Requirements 1.0 §3).</summary>
    /// <param name="description">One sentence for the client's developer.</param>
    public static OAuthError UnmetAuthenticationRequirements(string description) =>
        new("unmet_authentication_requirements", description) { Rule = "RFC 9470 §5" };

    /// <summary><c>authorization_pending</c>, 400: the resource owner has not answered the device's request yet; poll again (RFC 8628
    /// §3.5).</summary>
    /// <param name="description">One sentence for the client's developer.</param>
    public static OAuthError AuthorizationPending(string description) =>
        new("authorization_pending", description) { Rule = "RFC 8628 §3.5" };

    /// <summary><c>slow_down</c>, 400: the device polls too fast; from now on it must wait 5 seconds longer (RFC 8628 §3.5).</summary>
    /// <param name="description">One sentence for the client's developer.</param>
    public static OAuthError SlowDown(string description) =>
        new("slow_down", description) { Rule = "RFC 8628 §3.5" };

    /// <summary><c>expired_token</c>, 400: the device code is expired; the device may request a new one (RFC 8628 §3.5).</summary>
    /// <param name="description">One sentence for the client's developer.</param>
    public static OAuthError ExpiredToken(string description) =>
        new("expired_token", description) { Rule = "RFC 8628 §3.5" };

    /// <summary>
    /// <c>invalid_token</c>, 401: the access token is unknown, expired, revoked or not for this resource (RFC 6750 §3.1).
    /// </summary>
    /// <param name="description">One sentence for the client's developer.</param>
    /// <param name="detail">For the log only: which check failed.</param>
    public static OAuthError InvalidToken(string description, string? detail = null) =>
        new("invalid_token", description, 401) { Rule = "RFC 6750 §3.1", Detail = detail };

    /// <summary>
    /// <c>insufficient_scope</c>, 403: the access token is valid, but its scope is not sufficient for the request (RFC 6750 §3.1).
    /// </summary>
    /// <param name="description">One sentence for the client's developer.</param>
    public static OAuthError InsufficientScope(string description) =>
        new("insufficient_scope", description, 403) { Rule = "RFC 6750 §3.1" };

    /// <summary><c>invalid_dpop_proof</c>: the DPoP proof is missing where the token needs one, malformed, too old, used before, or for
    /// another request (RFC 9449 §5, §7.1). The description is constant.</summary>
    /// <param name="status">400 at the endpoints of the authorization server, 401 at a resource.</param>
    /// <param name="rule">The section enforced, for the log.</param>
    /// <param name="detail">For the log only: which check failed.</param>
    public static OAuthError InvalidDPoPProof(int status, string? rule = null, string? detail = null) =>
        new("invalid_dpop_proof", "The DPoP proof is not valid.", status) { Rule = rule ?? "RFC 9449 §4.3", Detail = detail };

    /// <summary><c>use_dpop_nonce</c>: the DPoP proof must have the nonce of the header <c>DPoP-Nonce</c> of this answer; the client sends
    /// its request again with a new proof (RFC 9449 §8, §9).</summary>
    /// <param name="status">400 at the endpoints of the authorization server, 401 at a resource.</param>
    /// <param name="detail">For the log only.</param>
    public static OAuthError UseDPoPNonce(int status, string? detail = null) =>
        new("use_dpop_nonce", "The DPoP proof must have the nonce of this answer.", status)
        {
            Rule = status == 401 ? "RFC 9449 §9" : "RFC 9449 §8",
            Detail = detail,
        };

    /// <summary>
    /// <c>insufficient_user_authentication</c>, 401: the access token is valid, but its user did not sign in as the request needs it (RFC
    /// 9470 §3).
    /// </summary>
    /// <param name="description">One sentence for the client's developer.</param>
    public static OAuthError InsufficientUserAuthentication(string description) =>
        new("insufficient_user_authentication", description, 401) { Rule = "RFC 9470 §3" };

    /// <summary><c>invalid_redirect_uri</c>, 400: a redirect URI of a registration is not allowed (RFC 7591 §3.2.2).</summary>
    /// <param name="description">One sentence for the client's developer.</param>
    public static OAuthError InvalidRedirectUri(string description) =>
        new("invalid_redirect_uri", description) { Rule = RegistrationRule };

    /// <summary><c>invalid_client_metadata</c>, 400: another member of a registration is not allowed (RFC 7591 §3.2.2).</summary>
    /// <param name="description">One sentence for the client's developer, which names the member.</param>
    public static OAuthError InvalidClientMetadata(string description) =>
        new("invalid_client_metadata", description) { Rule = RegistrationRule };

    /// <summary><c>invalid_software_statement</c>, 400: the statement is malformed, or its signature is wrong (RFC 7591 §3.2.2).</summary>
    /// <param name="description">One sentence for the client's developer.</param>
    public static OAuthError InvalidSoftwareStatement(string description) =>
        new("invalid_software_statement", description) { Rule = RegistrationRule };

    /// <summary><c>unapproved_software_statement</c>, 400: the server does not trust the party that signed the statement (RFC 7591
    /// §3.2.2).</summary>
    /// <param name="description">One sentence for the client's developer.</param>
    public static OAuthError UnapprovedSoftwareStatement(string description) =>
        new("unapproved_software_statement", description) { Rule = RegistrationRule };

    /// <summary><c>server_error</c>, 500, always with the same description: only the log says what failed.</summary>
    /// <param name="detail">For the log only.</param>
    public static OAuthError ServerError(string? detail = null) =>
        new("server_error", "The server could not complete the request.", 500) { Detail = detail };

    /// <summary>
    /// <c>temporarily_unavailable</c> with <c>Retry-After</c>: 429 for a caller that sends too many requests (RFC 6585 §4),
    /// 503 for a server that is overloaded. The operator should look at the cause.
    /// </summary>
    /// <remarks>RFC 6749 §4.1.2.1 registers the code. RFC 6749 §5.2 has no code of the token endpoint for this.</remarks>
    /// <param name="description">One sentence for the client's developer.</param>
    /// <param name="retryAfter">How long the caller must wait; sent in whole seconds, rounded up.</param>
    /// <param name="status">429 or 503.</param>
    /// <param name="rule">The section enforced, for the log.</param>
    public static OAuthError TemporarilyUnavailable(
        string description, TimeSpan retryAfter, int status = 503, string? rule = null) => new(
            "temporarily_unavailable", description, status)
    {
        Rule = rule,
        Headers = [new("Retry-After", Math.Ceiling(retryAfter.TotalSeconds).ToString("0", CultureInfo.InvariantCulture))],
    };

    /// <summary>No credentials at all: 401 with a bare challenge and no error code, because nothing that was sent is wrong (RFC 6750
    /// §3.1).</summary>
    internal static OAuthError Unauthenticated { get; } =
        new("", "The request carries no access token.", 401) { Rule = "RFC 6750 §3.1" };
}
