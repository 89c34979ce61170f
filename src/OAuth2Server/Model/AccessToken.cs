using System.Collections.Immutable;

namespace OAuth2Server;

/// <summary>An access token as it is saved and looked up (RFC 6749 §1.4).</summary>
public sealed record AccessToken
{
    /// <summary>The token's public id, safe to log (a JWT's <c>jti</c>).</summary>
    public required string Id { get; init; }

    /// <summary>The hash of the text that the client holds; the key of a look-up.</summary>
    public required SecretHash Hash { get; init; }

    /// <summary>The authorization it acts on.</summary>
    public required Authorization Authorization { get; init; }

    /// <summary>What it is good for: the authorization's scope or less.</summary>
    public required Scope Scope { get; init; }

    /// <summary>The resources it is meant for; empty means every one (RFC 8707 §2).</summary>
    public ImmutableArray<string> Audience { get; init; } = [];

    /// <summary>The <c>token_type</c> that the client was told.</summary>
    public string TokenType { get; init; } = "Bearer";

    /// <summary>When it was issued, UTC.</summary>
    public required DateTimeOffset IssuedAt { get; init; }

    /// <summary>From this tick on it is expired, UTC.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>Additive data.</summary>
    public Properties Properties { get; init; } = Properties.Empty;

    /// <summary>The user, when the model has it at hand; otherwise null. It is not saved.</summary>
    public User? User { get; init; }

    /// <summary>The id alone.</summary>
    public override string ToString() => $"AccessToken({Id})";
}
