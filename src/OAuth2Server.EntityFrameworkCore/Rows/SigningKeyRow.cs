namespace OAuth2Server.EntityFrameworkCore;

/// <summary>The ring of the keys that sign tokens: one row, which is replaced as a whole.</summary>
public sealed class SigningKeyRow
{
    /// <summary>The id of the only row.</summary>
    internal const string Ring = "ring";

    /// <summary>Which ring; there is one.</summary>
    public string Id { get; set; } = "";

    /// <summary>The number of the save: a node replaces only the version that it has read.</summary>
    public long Version { get; set; }

    /// <summary>The ring as <see cref="RecordText"/> writes it.</summary>
    public string Content { get; set; } = "";

    /// <summary>Random bytes of the save: one that is run again, because its answer was lost, recognises its own work.</summary>
    public byte[] SavedBy { get; set; } = [];

    /// <summary>The columns that the ring is read from.</summary>
    internal static Column<SigningKeyRow>[] Shape { get; } =
    [
        Column.Number<SigningKeyRow>(nameof(Version), r => r.Version, (r, v) => r.Version = v),
        Column.Text<SigningKeyRow>(nameof(Content), r => r.Content, (r, v) => r.Content = v),
    ];
}
