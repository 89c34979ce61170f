using System.Diagnostics;

namespace OAuth2Server;

/// <summary>A secret text that somebody presented: it lives for one request, prints as <c>***</c> and is never stored.</summary>
/// <remarks>Look up by <see cref="Hash"/>. There is no <c>==</c>: compare hashes, which takes constant time.</remarks>
/// <param name="text">The text as it came.</param>
[DebuggerDisplay("***")]
public readonly struct Secret(string text)
{
    /// <summary>SHA-256 of the text: what a store is searched by.</summary>
    public SecretHash Hash => SecretHash.Of(text);

    /// <summary>The text itself, for a model that must hand it on: to a password hasher, to a JWT verifier. Never log or store it.</summary>
    public string Reveal() => text ?? "";

    /// <summary>Always <c>***</c>.</summary>
    public override string ToString() => "***";
}
