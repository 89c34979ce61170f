namespace OAuth2Server.Samples;

// Rows as Dapper fills them, and how they become records. Booleans and keys are integers in SQLite; times are ticks.

internal sealed class UserRow
{
    public long UserId { get; init; }

    public byte[]? PwSalt { get; init; }

    public byte[]? PwHash { get; init; }

    public bool Locked { get; init; }
}

internal sealed class AppRow
{
    public string AppKey { get; init; } = "";

    public byte[]? SecretSha256 { get; init; }

    public string Callbacks { get; init; } = "";

    public string Permissions { get; init; } = "";

    public string MayUse { get; init; } = "";

    public Client ToClient() => new()
    {
        Id = AppKey,
        Type = SecretSha256 is null ? ClientType.Public : ClientType.Confidential,
        RedirectUris = [.. Callbacks.Split('\n', StringSplitOptions.RemoveEmptyEntries)],
        Scope = Scope.Parse(Permissions),
        GrantTypes = [.. MayUse.Split(' ', StringSplitOptions.RemoveEmptyEntries)],
    };
}

/// <summary>The text is written once. What changes afterwards is in columns, and replaces what the text says.</summary>
internal sealed class CredentialRow
{
    public string Record { get; init; } = "";

    public long? ConsumedAt { get; init; }

    public long? ReplayUntil { get; init; }

    public byte[]? Replay { get; init; }

    public Credential ToCredential() => RecordText.ReadCredential(Record) with
    {
        ConsumedAt = ConsumedAt is { } ticks ? Time(ticks) : null,
        Replay = ReplayUntil is { } until ? new(Time(until), Replay) : null,
    };

    private static DateTimeOffset Time(long ticks) => new(ticks, TimeSpan.Zero);
}
