using System.Globalization;
using OAuth2Server.Jwt;

namespace OAuth2Server.Host;

/// <summary>The setting <c>Keys</c>.</summary>
internal sealed record KeySettings
{
    /// <summary>Encrypts the private keys of the store; null leaves them in the clear.</summary>
    public KeyEncryptionKey? Encryption { get; init; }

    /// <summary>The algorithms that the server has keys for, the default first.</summary>
    public IReadOnlyList<string> Algorithms { get; init; } = [SigningAlgorithm.ES256, SigningAlgorithm.RS256];

    /// <summary>The size of new RSA keys in bits.</summary>
    public int RsaKeySize { get; init; } = 2048;

    /// <summary>How long a key is published before it signs.</summary>
    public TimeSpan PublishedBefore { get; init; } = TimeSpan.FromDays(1);

    /// <summary>How long a key signs.</summary>
    public TimeSpan SignsFor { get; init; } = TimeSpan.FromDays(90);

    /// <summary>How often a node reads the keys of the store.</summary>
    public TimeSpan RefreshEvery { get; init; } = TimeSpan.FromMinutes(1);

    internal static KeySettings Read(SettingsSection section)
    {
        var library = new KeySettings();
        var file = section.Text("EncryptionKeyFile");
        var text = section.Text("EncryptionKey");
        if (file is not null && text is not null)
            section.Problem("EncryptionKey", "must not be set together with EncryptionKeyFile: one of them has the key.");
        return new()
        {
            Encryption = file is not null ? EncryptionKeyReader.FromFile(file, problem => section.Problem("EncryptionKeyFile", problem))
                : text is not null ? EncryptionKeyReader.FromText(text, problem => section.Problem("EncryptionKey", problem))
                : null,
            RsaKeySize = int.Parse(section.Choice("RsaKeySize") ?? "2048", CultureInfo.InvariantCulture),
            PublishedBefore = section.Time("PublishedBefore", library.PublishedBefore)!.Value,
            SignsFor = section.Time("SignsFor", library.SignsFor)!.Value,
            RefreshEvery = section.Time("RefreshEvery", library.RefreshEvery)!.Value,
            Algorithms = section.OptionalTexts("Algorithms") is { } names ? ReadAlgorithms(section, names) : library.Algorithms,
        };
    }

    private static string[] ReadAlgorithms(SettingsSection section, IReadOnlyList<Setting> names)
    {
        foreach (var name in names.Where(name => !SigningAlgorithm.All.Contains(name.Value)))
            section.Problem("Algorithms", $"has '{name.Value}': it must have only {string.Join(", ", SigningAlgorithm.All)}.");
        if (!names.Any(name => name.Value == SigningAlgorithm.RS256))
            section.Problem("Algorithms", "must contain RS256: every reader of JWT access tokens supports it (RFC 9068 §2.1).");
        return [.. names.Select(name => name.Value)];
    }

    /// <summary>Whether the keys are encrypted, and nothing of them.</summary>
    public override string ToString() => $"KeySettings({Encryption?.ToString() ?? "in the clear"})";
}
