using System.Collections.Immutable;

namespace OAuth2Server;

/// <summary>
/// One completed authorization: what a resource owner allowed a client. It and
/// every code and token that is issued from it, refreshes included, are a family.
/// </summary>
/// <remarks>It contains ids and values only: a store needs no join with clients or users, and no data in it becomes outdated.</remarks>
public sealed record Authorization
{
    /// <summary>The id of the family; <see cref="IAuthorizationModel.RevokeAuthorizationAsync(string, OAuthContext, CancellationToken)"/>
    /// revokes the authorization by it.</summary>
    public required string Id { get; init; }

    /// <summary>The issuer that granted it.</summary>
    public required string Issuer { get; init; }

    /// <summary>The client that it was granted to.</summary>
    public required string ClientId { get; init; }

    /// <summary>The resource owner; null when the client acts for itself.</summary>
    public string? Subject { get; init; }

    /// <summary>The whole scope that was granted; a refresh may request less, never more (RFC 6749 §6).</summary>
    public required Scope Scope { get; init; }

    /// <summary>The resources that its tokens may be for; empty means any (RFC 8707).</summary>
    public ImmutableArray<string> Resources { get; init; } = [];

    /// <summary>When it was granted, UTC.</summary>
    public required DateTimeOffset GrantedAt { get; init; }

    /// <summary>When it ends, even if tokens are refreshed until then, UTC; null means never.</summary>
    public DateTimeOffset? EndsAt { get; init; }

    /// <summary>Additional data.</summary>
    public Properties Properties { get; init; } = Properties.Empty;

    /// <summary>The id only.</summary>
    public override string ToString() => $"Authorization({Id})";
}
