using System.Collections.Immutable;

namespace OAuth2Server;

/// <content>Token exchange.</content>
public abstract partial class OAuthEvent
{
    /// <summary>A client may exchange a token (RFC 8693): who gets what for whom. <see cref="TokenIssued"/> follows, or
    /// <see cref="RequestRefused"/>.</summary>
    public sealed class ExchangeAllowed : OAuthEvent
    {
        /// <summary><see cref="AccessToken.Id"/> of the subject token: not the token.</summary>
        public required string SubjectTokenId { get; init; }

        /// <summary>The client that the subject token was issued to; <see cref="OAuthEvent.ClientId"/> is the one that exchanges
        /// it.</summary>
        public required string SubjectClientId { get; init; }

        /// <summary>The user that the new token is for.</summary>
        public required string Subject { get; init; }

        /// <summary>The party that acts for the user (<c>act</c>): a user, or <see cref="ClientSubject.Of"/> of a client. Null for an
        /// exchange without an actor token.</summary>
        public string? Actor { get; init; }

        /// <summary>The resources that the new token is for.</summary>
        public required ImmutableArray<string> Resources { get; init; }
    }
}
