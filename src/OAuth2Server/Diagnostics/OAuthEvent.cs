using System.Net;

namespace OAuth2Server;

/// <summary>Something that happened, as <see cref="IOAuthEvents"/> are told it. It holds ids and names alone: no token, code, secret, password or state.</summary>
public abstract record OAuthEvent
{
    private protected OAuthEvent()
    {
    }

    /// <summary>When, UTC.</summary>
    public DateTimeOffset At { get; init; }

    /// <summary>The issuer that was asked.</summary>
    public string Issuer { get; init; } = "";

    /// <summary>The client that is concerned; null as long as the request named none that is registered.</summary>
    public string? ClientId { get; init; }

    /// <summary>What links the event to the client's answer and to the log; the empty text for none.</summary>
    public string CorrelationId { get; init; } = "";

    /// <summary>Where the request came from, after trusted proxies; null when it is not known.</summary>
    public IPAddress? RemoteAddress { get; init; }

    /// <summary>The event's name, the client and the correlation id.</summary>
    public sealed override string ToString() => $"{GetType().Name}({ClientId}, {CorrelationId})";

    /// <summary>The same event, of this request.</summary>
    internal OAuthEvent Of(OAuthContext context) => this with
    {
        At = context.Now,
        Issuer = context.Issuer,
        ClientId = context.ClientId,
        CorrelationId = context.CorrelationId,
        RemoteAddress = context.Request.RemoteAddress,
    };

    /// <summary>An access token was issued, perhaps with a refresh token (RFC 6749 §5.1).</summary>
    public sealed record TokenIssued : OAuthEvent
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

    /// <summary>A client repeated a refresh and was given the same answer again; nothing was issued.</summary>
    public sealed record AnswerRepeated : OAuthEvent;

    /// <summary>The resource owner allowed a request and the client was sent a code (RFC 6749 §4.1.2).</summary>
    public sealed record CodeIssued : OAuthEvent
    {
        /// <summary><see cref="Authorization.Id"/>.</summary>
        public required string AuthorizationId { get; init; }

        /// <summary>The resource owner.</summary>
        public required string? Subject { get; init; }

        /// <summary>What was allowed.</summary>
        public required Scope Scope { get; init; }
    }

    /// <summary>The resource owner, or a policy for him, said no (<c>access_denied</c>, RFC 6749 §4.1.2.1).</summary>
    public sealed record AuthorizationDenied : OAuthEvent;

    /// <summary>A request was refused, or failed (<c>server_error</c>).</summary>
    public sealed record RequestRefused : OAuthEvent
    {
        /// <summary>Which endpoint: <c>token</c>, <c>authorization</c>, <c>completion</c>, <c>revocation</c>, <c>introspection</c>, <c>device_authorization</c>, <c>device_verification</c>, <c>device_completion</c>.</summary>
        public required string Endpoint { get; init; }

        /// <summary>The error code that the client was given.</summary>
        public required string Error { get; init; }

        /// <summary>The rule that was enforced, for instance <c>RFC 6749 §4.1.3</c>; null when there is none to name.</summary>
        public string? Rule { get; init; }
    }

    /// <summary>An authorization was ended: its client gave it up, or the server has reason to believe that somebody else holds its credentials; then <see cref="RequestRefused"/> follows.</summary>
    public sealed record AuthorizationRevoked : OAuthEvent
    {
        /// <summary><see cref="Authorization.Id"/>.</summary>
        public required string AuthorizationId { get; init; }

        /// <summary>Why.</summary>
        public required RevocationReason Reason { get; init; }
    }

    /// <summary>A client gave an access token up (RFC 7009); the authorization lives on.</summary>
    public sealed record TokenRevoked : OAuthEvent
    {
        /// <summary><see cref="AccessToken.Id"/>: not the token.</summary>
        public required string TokenId { get; init; }

        /// <summary><see cref="Authorization.Id"/>.</summary>
        public required string AuthorizationId { get; init; }
    }

    /// <summary>The resource owner allowed a device's request (RFC 8628 §3.3); the device has not fetched its tokens yet.</summary>
    public sealed record DeviceAllowed : OAuthEvent
    {
        /// <summary><see cref="Authorization.Id"/>.</summary>
        public required string AuthorizationId { get; init; }

        /// <summary>The resource owner.</summary>
        public required string Subject { get; init; }
    }

    /// <summary>A consent was remembered; <c>ConsentInteraction</c> raises it.</summary>
    public sealed record ConsentGiven : OAuthEvent
    {
        /// <summary>The resource owner.</summary>
        public required string Subject { get; init; }

        /// <summary>All that is now remembered.</summary>
        public required Scope Scope { get; init; }
    }

    /// <summary>A consent was withdrawn, and with it every authorization of that client for that user; a page raises it.</summary>
    public sealed record ConsentWithdrawn : OAuthEvent
    {
        /// <summary>The resource owner.</summary>
        public required string Subject { get; init; }
    }
}
