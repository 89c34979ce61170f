using System.Diagnostics;

namespace OAuth2Server;

/// <summary>A secret text of a request: it exists for one request, prints as <c>***</c> and is never stored.</summary>
/// <remarks>Use <see cref="Hash"/> for look-ups. There is no <c>==</c>: compare hashes, which takes constant time.</remarks>
[DebuggerDisplay("***")]
public readonly struct Secret
{
    // A part of the header that contains it: a copy would cost 112 bytes for each bearer look-up.
    private readonly ReadOnlyMemory<char> _text;

    /// <summary>Makes a secret from a text.</summary>
    /// <param name="text">The text as the request contains it.</param>
    public Secret(string text) => _text = text.AsMemory();

    internal Secret(ReadOnlyMemory<char> text) => _text = text;

    /// <summary>SHA-256 of the text: the key for look-ups in a store.</summary>
    public SecretHash Hash => SecretHash.Of(_text.Span);

    /// <summary>The text itself, for a model that must pass it to a password hasher or a JWT verifier. Never log or store it.</summary>
    public string Reveal() => _text.ToString();

    /// <summary>Always <c>***</c>.</summary>
    public override string ToString() => "***";
}
