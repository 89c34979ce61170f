using System.Collections.Immutable;

namespace OAuth2Server.Jwt;

/// <summary>The next ring before its new keys are made.</summary>
/// <param name="Keys">The keys that stay, with their new times.</param>
/// <param name="Added">The times of the keys to make.</param>
internal sealed record KeyPlan(ImmutableArray<SigningKey> Keys, ImmutableArray<KeyPlan.Times> Added)
{
    /// <summary>The times of one new key.</summary>
    internal sealed record Times(
        string Algorithm, DateTimeOffset PublishedAt, DateTimeOffset SignsAt, DateTimeOffset RetiresAt, DateTimeOffset RemovedAt);
}
