using System.Net;

namespace OAuth2Server;

/// <summary>Something that happened, as <see cref="IOAuthEvents"/> get it. It holds ids and names alone: no token, code, secret, password
/// or state.</summary>
/// <remarks><see cref="OAuthContext.ReportAsync"/> sets the time, the issuer, the client, the correlation id and the address where they are
/// not set.</remarks>
public abstract partial class OAuthEvent
{
    private protected OAuthEvent()
    {
    }

    /// <summary>When it happened, UTC.</summary>
    public DateTimeOffset At { get; set; }

    /// <summary>The issuer of the request.</summary>
    public string Issuer { get; set; } = "";

    /// <summary>The client that is concerned; null as long as the request named no registered client.</summary>
    public string? ClientId { get; set; }

    /// <summary>The value that links the event to the client's answer and to the log; the empty text for none.</summary>
    public string CorrelationId { get; set; } = "";

    /// <summary>Where the request came from, after trusted proxies; null when it is not known.</summary>
    public IPAddress? RemoteAddress { get; set; }

    /// <summary>False for what is logged but is no event for handlers.</summary>
    internal virtual bool IsForHandlers => true;

    /// <summary>The event's name, the client and the correlation id.</summary>
    public sealed override string ToString() => $"{GetType().Name}({ClientId}, {CorrelationId})";

    /// <summary>An access token was issued, perhaps with a refresh token (RFC 6749 §5.1).</summary>
    public sealed class TokenIssued : OAuthEvent
    {
        /// <summary><see cref="AccessToken.Id"/>: not the token.</summary>
        public required string TokenId { get; init; }

        /// <summary><see cref="Authorization.Id"/>, which links it to the code and to every later refresh.</summary>
        public required string AuthorizationId { get; init; }

        /// <summary>The grant type that it was issued by.</summary>
        public required string? GrantType { get; init; }

        /// <summary>The resource owner; null when the client acts for itself.</summary>
        public string? Subject { get; init; }

        /// <summary>The token's scope.</summary>
        public required Scope Scope { get; init; }
    }

    /// <summary>A client repeated a refresh and got the same answer again; no token was issued.</summary>
    /// <remarks>The answer to a public client goes to any party that has the token: from another network than the first time it can be a
    /// attacker (RFC 9700 §4.14.2).</remarks>
    public sealed class AnswerRepeated : OAuthEvent
    {
        /// <summary><see cref="Authorization.Id"/>.</summary>
        public required string AuthorizationId { get; init; }

        /// <summary>The resource owner; null when the client acts for itself.</summary>
        public string? Subject { get; init; }

        /// <summary>The address that got the answer first; null when it was not known. <see cref="RemoteAddress"/> got it now.</summary>
        public IPAddress? FirstRemoteAddress { get; init; }

        /// <summary>True when the two addresses are of different networks: IPv4 addresses, or IPv6 prefixes of 64 bits. The log has it as a
        /// warning.</summary>
        public bool IsFromOtherNetwork { get; init; }
    }

    /// <summary>The resource owner allowed a request, and the client was sent a code (RFC 6749 §4.1.2).</summary>
    public sealed class CodeIssued : OAuthEvent
    {
        /// <summary><see cref="Authorization.Id"/>.</summary>
        public required string AuthorizationId { get; init; }

        /// <summary>The resource owner.</summary>
        public required string? Subject { get; init; }

        /// <summary>What was allowed.</summary>
        public required Scope Scope { get; init; }
    }

    /// <summary>The resource owner, or a policy, denied a request (<c>access_denied</c>, RFC 6749 §4.1.2.1).</summary>
    public sealed class AuthorizationDenied : OAuthEvent
    {
        /// <summary>The authorization that a device was prepared; null at the authorization endpoint, where there is none.</summary>
        internal string? AuthorizationId { get; init; }
    }

    /// <summary>A request was refused, or failed (<c>server_error</c>).</summary>
    public sealed class RequestRefused : OAuthEvent
    {
        /// <summary>The name of the endpoint: <c>token</c>, <c>authorization</c>, <c>completion</c>, <c>revocation</c>,
        /// <c>introspection</c>, <c>device_authorization</c>, <c>pushed_authorization</c>,
        /// <c>device_verification</c>, <c>device_completion</c>, or the name of an endpoint of your own.</summary>
        public required string Endpoint { get; init; }

        /// <summary>The error code that the client got.</summary>
        public required string Error { get; init; }

        /// <summary>The rule that was enforced, for instance <c>RFC 6749 §4.1.3</c>; null when there is none to name.</summary>
        public string? Rule { get; init; }
    }

    /// <summary>An authorization was revoked: by its client, by its resource owner on a page of the application, or because two parties
    /// used one credential; then <see cref="RequestRefused"/> follows.</summary>
    public sealed class AuthorizationRevoked : OAuthEvent
    {
        /// <summary><see cref="Authorization.Id"/>.</summary>
        public required string AuthorizationId { get; init; }

        /// <summary>Why.</summary>
        public required RevocationReason Reason { get; init; }
    }

    /// <summary>A client revoked an access token (RFC 7009); the authorization goes on.</summary>
    public sealed class TokenRevoked : OAuthEvent
    {
        /// <summary><see cref="AccessToken.Id"/>: not the token.</summary>
        public required string TokenId { get; init; }

        /// <summary><see cref="Authorization.Id"/>.</summary>
        public required string AuthorizationId { get; init; }
    }

    /// <summary>The resource owner allowed a device's request (RFC 8628 §3.3); the device has not fetched its tokens yet.</summary>
    public sealed class DeviceAllowed : OAuthEvent
    {
        /// <summary><see cref="Authorization.Id"/>.</summary>
        public required string AuthorizationId { get; init; }

        /// <summary>The resource owner.</summary>
        public required string Subject { get; init; }
    }

    /// <summary>A consent was remembered; <c>ConsentInteraction</c> reports it.</summary>
    public sealed class ConsentGiven : OAuthEvent
    {
        /// <summary>The resource owner.</summary>
        public required string Subject { get; init; }

        /// <summary>What is remembered of this answer; more may be remembered from earlier ones.</summary>
        public required Scope Scope { get; init; }
    }

    /// <summary>A consent was withdrawn, and every authorization of that client and user revoked; a page reports it.</summary>
    public sealed class ConsentWithdrawn : OAuthEvent
    {
        /// <summary>The resource owner.</summary>
        public required string Subject { get; init; }
    }
}
