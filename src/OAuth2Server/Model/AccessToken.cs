using System.Collections.Immutable;

namespace OAuth2Server;

/// <summary>An access token as it is saved and looked up (RFC 6749 §1.4).</summary>
public sealed record AccessToken
{
    /// <summary>The token's public id, safe to log (a JWT's <c>jti</c>).</summary>
    public required string Id { get; init; }

    /// <summary>The hash of the text that the client holds; the key of a look-up.</summary>
    public required SecretHash Hash { get; init; }

    /// <summary>The authorization that it belongs to.</summary>
    public required Authorization Authorization { get; init; }

    /// <summary>What it permits: the scope of the authorization, or a part of it.</summary>
    public required Scope Scope { get; init; }

    /// <summary>The resources that it is for; empty means every resource (RFC 8707 §2).</summary>
    public ImmutableArray<string> Audience { get; init; } = [];

    /// <summary>The <c>token_type</c> of the answer to the client.</summary>
    public string TokenType { get; init; } = "Bearer";

    /// <summary>When it was issued, UTC.</summary>
    public required DateTimeOffset IssuedAt { get; init; }

    /// <summary>When it expires, UTC: at this time it is expired.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>Additional data.</summary>
    public Properties Properties { get; init; } = Properties.Empty;

    /// <summary>The user, if the model returns it with the token; otherwise null. It is not saved.</summary>
    public User? User { get; init; }

    /// <summary>The id only.</summary>
    public override string ToString() => $"AccessToken({Id})";
}
