using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;

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

/// <summary>The columns of an authorization, which every look-up joins.</summary>
internal abstract class AuthorizationRow
{
    public const string Columns =
        """
        a.id AS AuthorizationId, a.issuer AS Issuer, apps.app_key AS ClientId, a.user_id AS UserId, a.scope AS GrantedScope, a.resources AS Resources,
        a.granted_at AS GrantedAt, a.ends_at AS EndsAt, a.properties AS AuthorizationProperties
        """;

    public string AuthorizationId { get; init; } = "";

    public string Issuer { get; init; } = "";

    public string ClientId { get; init; } = "";

    public long? UserId { get; init; }

    public string GrantedScope { get; init; } = "";

    public string Resources { get; init; } = "[]";

    public long GrantedAt { get; init; }

    public long? EndsAt { get; init; }

    public string AuthorizationProperties { get; init; } = "";

    public byte[] Hash { get; init; } = [];

    public string Properties { get; init; } = "";

    protected Authorization ToAuthorization() => new()
    {
        Id = AuthorizationId,
        Issuer = Issuer,
        ClientId = ClientId,
        Subject = UserId?.ToString(CultureInfo.InvariantCulture),
        Scope = Scope.Parse(GrantedScope),
        Resources = Json.Texts(Resources),
        GrantedAt = Ticks.Time(GrantedAt),
        EndsAt = Ticks.Time(EndsAt),
        Properties = OAuth2Server.Properties.FromStore(AuthorizationProperties),
    };
}

internal sealed class AccessTokenRow : AuthorizationRow
{
    public string Id { get; init; } = "";

    public string TokenScope { get; init; } = "";

    public string Audience { get; init; } = "[]";

    public string TokenType { get; init; } = "";

    public long IssuedAt { get; init; }

    public long ExpiresAt { get; init; }

    public AccessToken ToAccessToken() => new()
    {
        Id = Id,
        Hash = SecretHash.FromBytes(Hash),
        Authorization = ToAuthorization(),
        Scope = Scope.Parse(TokenScope),
        Audience = Json.Texts(Audience),
        TokenType = TokenType,
        IssuedAt = Ticks.Time(IssuedAt),
        ExpiresAt = Ticks.Time(ExpiresAt),
        Properties = OAuth2Server.Properties.FromStore(Properties),
    };
}

internal sealed class CredentialRow : AuthorizationRow
{
    public long? ExpiresAt { get; init; }

    public long? ConsumedAt { get; init; }

    public long? ReplayUntil { get; init; }

    public byte[]? Replay { get; init; }

    public string RedirectUri { get; init; } = "";

    public bool RedirectUriSent { get; init; }

    public string? CodeChallenge { get; init; }

    public string? CodeChallengeMethod { get; init; }

    public AuthorizationCode ToCode() => new()
    {
        Hash = SecretHash.FromBytes(Hash),
        Authorization = ToAuthorization(),
        ExpiresAt = Ticks.Time(ExpiresAt),
        ConsumedAt = Ticks.Time(ConsumedAt),
        Replay = ToReplay(),
        Properties = OAuth2Server.Properties.FromStore(Properties),
        RedirectUri = RedirectUri,
        RedirectUriSent = RedirectUriSent,
        CodeChallenge = CodeChallenge,
        CodeChallengeMethod = CodeChallengeMethod,
    };

    public RefreshToken ToRefreshToken() => new()
    {
        Hash = SecretHash.FromBytes(Hash),
        Authorization = ToAuthorization(),
        ExpiresAt = Ticks.Time(ExpiresAt),
        ConsumedAt = Ticks.Time(ConsumedAt),
        Replay = ToReplay(),
        Properties = OAuth2Server.Properties.FromStore(Properties),
    };

    private Replay? ToReplay() => ReplayUntil is { } until ? new(Ticks.Time(until), Replay ?? []) : null;
}

internal static class Ticks
{
    public static DateTimeOffset Time(long ticks) => new(ticks, TimeSpan.Zero);

    public static DateTimeOffset? Time(long? ticks) => ticks is { } some ? Time(some) : null;
}

internal static class Json
{
    public static ImmutableArray<string> Texts(string json) => [.. JsonSerializer.Deserialize<string[]>(json) ?? []];

    public static string Of(ImmutableArray<string> texts) => JsonSerializer.Serialize(texts.ToArray());
}
