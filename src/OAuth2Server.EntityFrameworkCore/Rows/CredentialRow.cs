namespace OAuth2Server.EntityFrameworkCore;

/// <summary>One authorization code or refresh token, consumed ones included.</summary>
public sealed class CredentialRow : AuthorizationColumns
{
    internal const string Code = "code";
    internal const string Refresh = "refresh";

    /// <summary><c>code</c> or <c>refresh</c>.</summary>
    public string Kind { get; set; } = "";

    /// <summary><see cref="Credential.ExpiresAt"/> in UTC ticks; null means never.</summary>
    public long? ExpiresAt { get; set; }

    /// <summary><see cref="Credential.ConsumedAt"/> in UTC ticks; null while it is fresh.</summary>
    public long? ConsumedAt { get; set; }

    /// <summary>Who consumed it: the hash of the access token it was exchanged for, or a random mark. A statement that is repeated after a broken connection recognises its own work by it.</summary>
    public byte[]? ConsumedBy { get; set; }

    /// <summary>From here on nobody need recognise it any more, in UTC ticks; null means never.</summary>
    public long? PruneAt { get; set; }

    /// <summary><see cref="Replay.Until"/> in UTC ticks; null for none.</summary>
    public long? ReplayUntil { get; set; }

    /// <summary><see cref="Replay.SealedResponse"/>.</summary>
    public byte[]? SealedResponse { get; set; }

    /// <summary><see cref="AuthorizationCode.RedirectUri"/>; null for a refresh token.</summary>
    public string? RedirectUri { get; set; }

    /// <summary><see cref="AuthorizationCode.RedirectUriSent"/>.</summary>
    public bool RedirectUriSent { get; set; }

    /// <summary><see cref="AuthorizationCode.CodeChallenge"/>.</summary>
    public string? CodeChallenge { get; set; }

    /// <summary><see cref="AuthorizationCode.CodeChallengeMethod"/>.</summary>
    public string? CodeChallengeMethod { get; set; }

    /// <summary><see cref="Credential.Properties"/> as a JSON object; null for none.</summary>
    public string? Properties { get; set; }

    internal static CredentialRow Of(Credential credential)
    {
        var code = credential as AuthorizationCode;
        var row = new CredentialRow
        {
            Kind = code is null ? Refresh : Code,
            ExpiresAt = credential.ExpiresAt?.UtcTicks,
            ConsumedAt = credential.ConsumedAt?.UtcTicks,
            PruneAt = credential.ExpiresAt?.UtcTicks ?? credential.Authorization.EndsAt?.UtcTicks,
            ReplayUntil = credential.Replay?.Until.UtcTicks,
            SealedResponse = credential.Replay?.SealedResponse.ToArray(),
            RedirectUri = code?.RedirectUri,
            RedirectUriSent = code?.RedirectUriSent ?? false,
            CodeChallenge = code?.CodeChallenge,
            CodeChallengeMethod = code?.CodeChallengeMethod,
            Properties = TextList.NullIfEmpty(credential.Properties),
        };
        row.SetAuthorization(credential.Hash, credential.Authorization);
        return row;
    }

    internal AuthorizationCode ToCode() => new()
    {
        Hash = SecretHash.FromBytes(Hash),
        Authorization = ToAuthorization(),
        ExpiresAt = Ticks.ToTime(ExpiresAt),
        ConsumedAt = Ticks.ToTime(ConsumedAt),
        Replay = ToReplay(),
        RedirectUri = RedirectUri ?? throw new FormatException("A stored code has no redirect URI."),
        RedirectUriSent = RedirectUriSent,
        CodeChallenge = CodeChallenge,
        CodeChallengeMethod = CodeChallengeMethod,
        Properties = OAuth2Server.Properties.FromStore(Properties),
    };

    internal RefreshToken ToRefreshToken() => new()
    {
        Hash = SecretHash.FromBytes(Hash),
        Authorization = ToAuthorization(),
        ExpiresAt = Ticks.ToTime(ExpiresAt),
        ConsumedAt = Ticks.ToTime(ConsumedAt),
        Replay = ToReplay(),
        Properties = OAuth2Server.Properties.FromStore(Properties),
    };

    private Replay? ToReplay() => ReplayUntil is { } until && SealedResponse is { } response ? new(Ticks.ToTime(until), response) : null;
}
