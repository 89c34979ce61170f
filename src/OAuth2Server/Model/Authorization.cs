using System.Collections.Immutable;

namespace OAuth2Server;

/// <summary>One completed authorization: who allowed which client what. Every code and token that comes of it, refreshes included, is its family.</summary>
/// <remarks>Ids and values only: a store needs no join to give it back, and nothing in it goes stale.</remarks>
public sealed record Authorization
{
    /// <summary>The family's id, which <see cref="IAuthorizationModel.RevokeAuthorizationAsync"/> ends.</summary>
    public required string Id { get; init; }

    /// <summary>The issuer that granted it.</summary>
    public required string Issuer { get; init; }

    /// <summary>The client that it was granted to.</summary>
    public required string ClientId { get; init; }

    /// <summary>The resource owner; null when the client acts for itself.</summary>
    public string? Subject { get; init; }

    /// <summary>All that was granted; a refresh may ask for less, never for more (RFC 6749 §6).</summary>
    public required Scope Scope { get; init; }

    /// <summary>The resources that its tokens may be for; empty means any (RFC 8707).</summary>
    public ImmutableArray<string> Resources { get; init; } = [];

    /// <summary>When it was granted, UTC.</summary>
    public required DateTimeOffset GrantedAt { get; init; }

    /// <summary>When it ends, whatever is refreshed until then, UTC; null means never.</summary>
    public DateTimeOffset? EndsAt { get; init; }

    /// <summary>Additive data.</summary>
    public Properties Properties { get; init; } = Properties.Empty;

    /// <summary>The id alone.</summary>
    public override string ToString() => $"Authorization({Id})";
}
