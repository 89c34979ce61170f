using System.Collections.Immutable;

namespace OAuth2Server;

/// <content>Assertions about users.</content>
public abstract partial class OAuthEvent
{
    /// <summary>An assertion of a trusted issuer was accepted instead of a sign-in (RFC 7523 §2.1). <see cref="TokenIssued"/>
    /// follows.</summary>
    public sealed class AssertionAccepted : OAuthEvent
    {
        /// <summary>The issuer of the assertion.</summary>
        public required string AssertionIssuer { get; init; }

        /// <summary>The id of the assertion (<c>jti</c>): not the assertion.</summary>
        public required string AssertionId { get; init; }

        /// <summary>The user by the identifier of the issuer.</summary>
        public required string AssertedSubject { get; init; }

        /// <summary>The user of this server.</summary>
        public required string Subject { get; init; }
    }

    /// <summary>A client got an identity assertion about a user, for another authorization server (ID-JAG).</summary>
    public sealed class IdentityAssertionIssued : OAuthEvent
    {
        /// <summary>The id of the assertion (<c>jti</c>): not the assertion.</summary>
        public required string AssertionId { get; init; }

        /// <summary>The user.</summary>
        public required string Subject { get; init; }

        /// <summary>The issuer of the other authorization server.</summary>
        public required string Audience { get; init; }

        /// <summary>The scope that it gives there.</summary>
        public required Scope Scope { get; init; }

        /// <summary>The resources that it is for.</summary>
        public required ImmutableArray<string> Resources { get; init; }
    }
}
