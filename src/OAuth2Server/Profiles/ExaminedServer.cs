namespace OAuth2Server;

/// <summary>A server as the rules see it: its settings, and what its metadata announces.</summary>
/// <remarks>Parts of other packages announce in the metadata what they support, so the rules need no seam of their own.</remarks>
/// <param name="Options">The settings.</param>
/// <param name="Metadata">The members of the metadata: texts, truth values, lists of texts. Null where only the settings are
/// examined.</param>
internal sealed record ExaminedServer(OAuth2ServerOptions Options, IReadOnlyDictionary<string, object>? Metadata)
{
    /// <summary>Whether the metadata has a member with the value true.</summary>
    internal bool Is(string member) => Metadata?.GetValueOrDefault(member) is true;

    /// <summary>Whether the metadata has a member, or is not examined.</summary>
    internal bool HasOrUnseen(string member) => Metadata is null || Metadata.ContainsKey(member);

    /// <summary>The list of a member; empty without it.</summary>
    internal IReadOnlyList<string> List(string member) => Metadata?.GetValueOrDefault(member) as string[] ?? [];

    internal bool Serves(string grantType) => List("grant_types_supported").Contains(grantType, StringComparer.Ordinal);
}

/// <summary>A rule of servers with its check.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Setting">The setting that decides it, or null.</param>
/// <param name="Problem">What is wrong, as a sentence; null when the rule is kept.</param>
internal sealed record ServerRule(ProfileRule Rule, string? Setting, Func<ExaminedServer, string?> Problem);

/// <summary>A rule of clients with its check.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Setting">The member of the client that decides it; null where it is among the properties of the client.</param>
/// <param name="Problem">What is wrong, as a sentence; null when the rule is kept.</param>
internal sealed record ClientRule(ProfileRule Rule, string? Setting, Func<Client, ExaminedServer, string?> Problem);
