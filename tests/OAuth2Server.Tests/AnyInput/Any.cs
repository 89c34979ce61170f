using System.Runtime.CompilerServices;
using System.Text;
using CsCheck;

namespace OAuth2Server.Tests.AnyInput;

/// <summary>Generated input: random text, and random text that contains valid pieces of the protocol.</summary>
public static class Any
{
    private static readonly string[] _pieces =
    [
        "grant_type", "authorization_code", "refresh_token", "client_credentials", "password", "username", "code", "code_verifier",
        "client_id", "app", "web", "client_secret", Known.WebSecret, "scope", "a", "resource", Known.Photos, "redirect_uri", Known.AppUri,
        "response_type", "state", "code_challenge", Known.Challenge,
        "=", "=", "=", "=", "&", "&", "&", "&", "+", "%", "%2", "%zz", "%00", "%FF", "%C3%A4", "%ed%a0%80", ";", "?", "#",
        "\0", "\n", "ä", "\ud800", "\udc00", " ", "\"", ":", "@", "//",
        "http://127.0.0.1", "http://[::1]", "http://localhost", "https://", ":80", ":65536", "javascript:", "com.example:", "\\", "/", "..",
        "Basic ", "Bearer ", "d2ViOnM=", TicketGrant.Name,
    ];

    /// <summary>At least 2000 samples for each property: the default of CsCheck, 100, finds little.</summary>
    [ModuleInitializer]
    internal static void Thoroughly() => Check.Iter = Math.Max(Check.Iter, 2000);

    /// <summary>Any text, including lone surrogates.</summary>
    public static Gen<string> Text { get; } = Gen.OneOf(Gen.String, Of(_pieces).Array[0, 24].Select(string.Concat));

    /// <summary>One of these texts.</summary>
    public static Gen<string> Of(params string[] texts) => Gen.Int[0, texts.Length - 1].Select(i => texts[i]);

    /// <summary>Any bytes.</summary>
    public static Gen<byte[]> Bytes { get; } = Gen.OneOf(Gen.Byte.Array[0, 200], Text.Select(Encoding.UTF8.GetBytes));

    /// <summary>Visible ASCII characters and spaces, 1 to 40.</summary>
    public static Gen<string> VsChars { get; } = Gen.Char[' ', '~'].Array[1, 40].Select(c => new string(c));

    /// <summary>Valid Unicode text: no lone surrogates, and no NUL, because a form cannot carry NUL.</summary>
    public static Gen<string> Unicode { get; } =
        Text.Select(t => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(t)).Replace("\0", "", StringComparison.Ordinal));

    /// <summary>Names that the scope grammar allows (RFC 6749 §3.3).</summary>
    public static Gen<string> ScopeName { get; } =
        Gen.Char['!', '~'].Array[1, 10].Select(c => new string([.. c.Where(x => x is not '"' and not '\\').DefaultIfEmpty('x')]));

    /// <summary>Names and values of the parameters of a form.</summary>
    public static Gen<KeyValuePair<string, string>[]> Pairs { get; } =
        Gen.Select(Unicode.Where(t => t.Length > 0), Unicode, KeyValuePair.Create).Array[0, 12];
}
