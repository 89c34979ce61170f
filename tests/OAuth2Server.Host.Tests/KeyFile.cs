using System.Security.Cryptography;
using OAuth2Server.Jwt;

namespace OAuth2Server.Host.Tests;

/// <summary>A file with key-encryption keys that only its owner can read.</summary>
internal sealed class KeyFile : IDisposable
{
    /// <param name="lines">The key that encrypts, then older ones.</param>
    internal KeyFile(params string[] lines)
    {
        File.WriteAllLines(Path, lines);
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(Path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        Id = EncryptionKeyReader.FromText(lines[0], _ => { })?.KeyId ?? "";
    }

    internal string Path { get; } = System.IO.Path.Combine(System.IO.Path.GetTempPath(), System.IO.Path.GetRandomFileName());

    /// <summary>The id of the first key.</summary>
    internal string Id { get; }

    internal static string NewKey() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(KeyEncryptionKey.Length));

    public void Dispose() => File.Delete(Path);
}
