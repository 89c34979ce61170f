using System.Collections.Immutable;

namespace OAuth2Server;

/// <summary>What to send back: an adapter copies the three parts to its framework's response.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Headers">The headers, Content-Type and Location among them.</param>
/// <param name="Body">The body; empty for a redirect.</param>
public sealed record OAuthResponse(int Status, ImmutableArray<KeyValuePair<string, string>> Headers, ReadOnlyMemory<byte> Body)
{
    /// <summary>The error that this response carries, for callers that would rather show their own page; null on success.</summary>
    public OAuthError? Error { get; init; }

    /// <summary>The first value of a header, by its case-insensitive name; null when there is none.</summary>
    public string? Header(string name)
    {
        foreach (var header in Headers)
        {
            if (header.Key.Equals(name, StringComparison.OrdinalIgnoreCase)) return header.Value;
        }
        return null;
    }

    /// <summary>The status alone: the body may hold a token and Location a code.</summary>
    public override string ToString() => $"OAuthResponse({Status})";
}
