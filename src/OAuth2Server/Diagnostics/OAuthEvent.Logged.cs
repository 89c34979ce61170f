namespace OAuth2Server;

/// <content>What is logged and is no event for handlers: it is routine, or a <see cref="RequestRefused"/> follows that tells the
/// same.</content>
public abstract partial class OAuthEvent
{
    /// <summary>A client was issued a device code. Alone it is worth nothing: the resource owner has not answered.</summary>
    internal sealed class DeviceCodeIssued : OAuthEvent
    {
        internal required string AuthorizationId { get; init; }

        internal override bool IsForHandlers => false;
    }

    /// <summary>A client pushed an authorization request. The resource owner has not seen it.</summary>
    internal sealed class RequestPushed : OAuthEvent
    {
        internal override bool IsForHandlers => false;
    }

    /// <summary>An introspection request got <c>{"active":false}</c>.</summary>
    internal sealed class TokenInactive : OAuthEvent
    {
        internal required string Reason { get; init; }

        internal override bool IsForHandlers => false;
    }

    /// <summary>A client presented a token of another client at the revocation endpoint: the other client lost it.</summary>
    internal sealed class ForeignTokenPresented : OAuthEvent
    {
        internal required string AuthorizationId { get; init; }

        internal required string OwnerId { get; init; }

        internal override bool IsForHandlers => false;
    }

    /// <summary>The brute-force shield did not accept an attempt: its key is blocked, or too many passwords wait.</summary>
    internal sealed class AttemptRefused : OAuthEvent
    {
        internal required AttemptKind Kind { get; init; }

        internal required int Status { get; init; }

        internal override bool IsForHandlers => false;
    }
}
