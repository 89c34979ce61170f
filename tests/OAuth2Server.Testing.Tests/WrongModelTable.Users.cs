using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace OAuth2Server.Testing.Tests;

/// <content>Passwords, and texts that were mistyped.</content>
public sealed partial class WrongModelTable
{
    private static IEnumerable<WrongModel> Users()
    {
        const string Folded = nameof(ModelContract.A_password_is_compared_with_all_of_its_characters);
        const string Long = nameof(ModelContract.A_long_password_is_read_to_its_end);
        const string Store = nameof(ModelContract.The_store_holds_no_secret_in_the_clear);
        yield return Compares("as ASCII", Folded, text => Encoding.ASCII.GetString(Encoding.ASCII.GetBytes(text)));
        yield return Compares("as Latin-1", Folded, text => Encoding.Latin1.GetString(Encoding.Latin1.GetBytes(text)));
        yield return Compares("without other characters than ASCII", Folded, text => string.Concat(text.Where(char.IsAscii)));
        yield return Compares("without accents", Folded, WithoutAccents);
        yield return Compares("without surrogates", Folded, text => string.Concat(text.Where(c => !char.IsSurrogate(c))));
        yield return Compares("without regard to case", nameof(ModelContract.A_wrong_password_is_null), text => text.ToLowerInvariant());
        yield return Compares("without spaces at the ends", nameof(ModelContract.A_wrong_password_is_null), text => text.Trim());
        foreach (var length in (int[])[64, 72, 255])
            yield return Compares($"by their first {length} characters", Long, text => text.Length <= length ? text : text[..length]);
        foreach (var (name, hash) in UnsaltedHashes()) yield return Unsalted(name, hash);
        string[] functions =
        [
            nameof(IPasswordModel.GetUserAsync), nameof(IOAuthModel.VerifyClientSecretAsync), nameof(IAccessTokenModel.GetAccessTokenAsync),
            nameof(IRefreshTokenModel.GetRefreshTokenAsync), nameof(IAuthorizationCodeModel.GetAuthorizationCodeAsync),
            nameof(IDeviceCodeModel.GetDeviceCodeAsync), nameof(IDeviceCodeModel.GetDeviceCodeByUserCodeAsync),
        ];
        foreach (var function in functions)
            yield return new($"keeps what was mistyped in {function}", Store, (inner, _) => new KeepsMistypedTexts(inner, function));

        static WrongModel Compares(string how, string by, Func<string, string> fold) =>
            new($"compares passwords {how}", by, (inner, _) => new ComparesFoldedPasswords(inner, fold));
        static WrongModel Unsalted(string name, Func<byte[], object> hash) => new($"keeps passwords as {name} without a salt", Store,
            (inner, _) => new KeepsUnsaltedHashes(inner, text => hash(Encoding.UTF8.GetBytes(text))));
    }

    [SuppressMessage("Security", "CA5350:Do not use weak cryptographic algorithms", Justification = "The models are wrong.")]
    [SuppressMessage("Security", "CA5351:Do not use broken cryptographic algorithms", Justification = "The models are wrong.")]
    private static IEnumerable<(string Name, Func<byte[], object> Hash)> UnsaltedHashes() =>
    [
        ("SHA-256", SHA256.HashData),
        ("SHA-512 in base64", text => Convert.ToBase64String(SHA512.HashData(text))),
        ("SHA-256 in hexadecimal", text => Convert.ToHexStringLower(SHA256.HashData(text))),
        ("MD5 in hexadecimal", text => Convert.ToHexStringLower(MD5.HashData(text))),
        ("SHA-1", SHA1.HashData),
    ];
}
