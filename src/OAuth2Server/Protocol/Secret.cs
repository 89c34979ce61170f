using System.Diagnostics;

namespace OAuth2Server;

/// <summary>A secret text that somebody presented: it lives for one request, prints as <c>***</c> and is never stored.</summary>
/// <remarks>Look up by <see cref="Hash"/>. There is no <c>==</c>: compare hashes, which takes constant time.</remarks>
[DebuggerDisplay("***")]
public readonly struct Secret
{
    // A part of the header that it came in: a copy would be 112 bytes of each bearer look-up.
    private readonly ReadOnlyMemory<char> _text;

    /// <summary>Takes a text.</summary>
    /// <param name="text">The text as it came.</param>
    public Secret(string text) => _text = text.AsMemory();

    internal Secret(ReadOnlyMemory<char> text) => _text = text;

    /// <summary>SHA-256 of the text: what a store is searched by.</summary>
    public SecretHash Hash => SecretHash.Of(_text.Span);

    /// <summary>The text itself, for a model that must hand it on: to a password hasher, to a JWT verifier. Never log or store it.</summary>
    public string Reveal() => _text.ToString();

    /// <summary>Always <c>***</c>.</summary>
    public override string ToString() => "***";
}
