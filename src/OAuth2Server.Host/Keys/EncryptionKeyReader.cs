using System.Security.Cryptography;
using OAuth2Server.Jwt;

namespace OAuth2Server.Host;

/// <summary>Reads the key-encryption key: the first line is the key that encrypts, the lines below it are older keys that still
/// decrypt.</summary>
internal static class EncryptionKeyReader
{
    private const string Remedy = "Make one with `(umask 077; openssl rand -base64 32 > FILE)`.";

    private const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    /// <summary>Reads the keys of a file.</summary>
    /// <param name="path">The path.</param>
    /// <param name="problem">Receives the end of a sentence about the file.</param>
    /// <returns>Null when there is a problem.</returns>
    internal static KeyEncryptionKey? FromFile(string path, Action<string> problem)
    {
        try
        {
            if (IsReadByOthers(path))
            {
                problem($"names {path}, which other users of this machine can read. Run `chmod 600 {path}`, and replace the key if "
                    + "another user could have read it.");
                return null;
            }
            return FromText(File.ReadAllText(path), sentence => problem($"names {path}, which {sentence}"));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            problem($"names {path}, which cannot be read ({e.Message.TrimEnd('.')}). {Remedy}");
            return null;
        }
    }

    /// <summary>Reads the keys of a text, one on each line, or separated by spaces.</summary>
    internal static KeyEncryptionKey? FromText(string text, Action<string> problem)
    {
        var keys = new List<ReadOnlyMemory<byte>>();
        foreach (var line in text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
        {
            var key = new byte[KeyEncryptionKey.Length];
            // One that is repeated, such as all zeros, was typed and not drawn.
            if (!Convert.TryFromBase64String(line, key, out var length) || length != key.Length || key.Distinct().Count() < 8)
            {
                problem($"has a line that is no key: a key is {KeyEncryptionKey.Length} random bytes in base64. {Remedy}");
                return null;
            }
            keys.Add(key);
        }
        if (keys is [var first, .. var older]) return new(first, older);
        problem($"has no key. {Remedy}");
        return null;
    }

    // systemd gives a service its credentials in a folder that no other user can enter; an access list there shows as rights of the group.
    private static bool IsReadByOthers(string path) =>
        !OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & Others) != 0
        && !(Environment.GetEnvironmentVariable("CREDENTIALS_DIRECTORY") is { Length: > 0 } credentials
            && Path.GetFullPath(path).StartsWith(Path.TrimEndingDirectorySeparator(credentials) + "/", StringComparison.Ordinal));
}
