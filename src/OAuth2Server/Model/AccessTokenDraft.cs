using System.Collections.Immutable;

namespace OAuth2Server;

/// <summary>An access token without its text: what a format of self-contained tokens needs.</summary>
public sealed class AccessTokenDraft
{
    /// <summary>The token's public id.</summary>
    public required string Id { get; init; }

    /// <summary>The client it is issued to.</summary>
    public required Client Client { get; init; }

    /// <summary>The resource owner; null when the client acts for itself.</summary>
    public User? User { get; init; }

    /// <summary>The authorization it acts on.</summary>
    public required Authorization Authorization { get; init; }

    /// <summary>What the client redeems for it: an authorization code, a refresh token, a device code; null for a grant without a
    /// credential.</summary>
    public Credential? Consumes { get; init; }

    /// <summary>Its scope: the authorization's or less.</summary>
    public required Scope Scope { get; init; }

    /// <summary>The resources it is meant for; empty means every one.</summary>
    public ImmutableArray<string> Audience { get; init; } = [];

    /// <summary>The <c>token_type</c> of the response.</summary>
    public string TokenType { get; init; } = "Bearer";

    /// <summary>The format that its resource, its client or the server asks for.</summary>
    public AccessTokenFormat Format { get; init; }

    /// <summary>The algorithm that its resource asks for, if it is a JWT (RFC 7518 §3.1); null takes the default of the
    /// format.</summary>
    public string? SigningAlgorithm { get; init; }

    /// <summary>When it is issued, UTC; whole seconds if it is a JWT.</summary>
    public required DateTimeOffset IssuedAt { get; init; }

    /// <summary>When it expires, UTC; whole seconds if it is a JWT.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>Additive data that the saved token will carry.</summary>
    public Properties Properties { get; init; } = Properties.Empty;
}
