using System.Diagnostics;

namespace OAuth2Server;

/// <summary>A secret text of a request: it exists for one request, prints as <c>***</c> and is never stored.</summary>
/// <remarks>Use <see cref="Hash"/> for look-ups. There is no <c>==</c>: compare hashes, which takes constant time.</remarks>
[DebuggerDisplay("***")]
public readonly struct Secret
{
    // A part of the header that contains it: a copy would cost 112 bytes for each bearer look-up.
    private readonly ReadOnlyMemory<char> _text;
    private readonly byte[]? _hash;

    /// <summary>Makes a secret from a text.</summary>
    /// <param name="text">The text as the request contains it.</param>
    public Secret(string text) => _text = text.AsMemory();

    internal Secret(ReadOnlyMemory<char> text) => _text = text;

    private Secret(byte[] hash) => _hash = hash;

    /// <summary>SHA-256 of the text: the key for look-ups in a store.</summary>
    public SecretHash Hash => _hash is null ? SecretHash.Of(_text.Span) : SecretHash.FromBytes(_hash);

    /// <summary>A secret of which the hash alone is there, because a stored record has no more: the server looks up the token that another
    /// one was exchanged for (RFC 8693).</summary>
    /// <param name="hash">The hash of the text.</param>
    public static Secret OfHash(SecretHash hash) => new(hash.ToByteArray());

    /// <summary>The text itself, for a model that must pass it to a password hasher or a JWT verifier. Never log or store it.</summary>
    /// <exception cref="InvalidOperationException">Only the hash is there (<see cref="OfHash"/>): look up by
    /// <see cref="Hash"/>.</exception>
    public string Reveal() => _hash is null
        ? _text.ToString()
        : throw new InvalidOperationException("The text of this secret is not there, only its hash: look up by Secret.Hash.");

    /// <summary>Always <c>***</c>.</summary>
    public override string ToString() => "***";
}
