using System.Collections.Immutable;

namespace OAuth2Server;

/// <summary>All signing keys of a server, as they are saved: one record, which is replaced as a whole.</summary>
public sealed record SigningKeyRing
{
    /// <summary>No keys: what a model returns before a ring was saved.</summary>
    public static SigningKeyRing Empty { get; } = new();

    /// <summary>The number of the save: 0 for <see cref="Empty"/>, then one more each time.</summary>
    public long Version { get; init; }

    /// <summary>The keys, the oldest first.</summary>
    public ImmutableArray<SigningKey> Keys { get; init; } = [];

    /// <summary>The version and the number of keys.</summary>
    public override string ToString() => $"SigningKeyRing({Version}, {Keys.Length} keys)";
}
