using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Xunit;

namespace OAuth2Server.Testing;

/// <summary>Compares what was saved with what came back, member by member, so that a failure names the one that was lost.</summary>
internal static class Same
{
    public static void Record(AuthorizationCode saved, AuthorizationCode? found)
    {
        Credential(saved, found, "code");
        Member(saved.RedirectUri, found!.RedirectUri);
        Member(saved.RedirectUriSent, found.RedirectUriSent);
        Member(saved.CodeChallenge, found.CodeChallenge);
        Member(saved.CodeChallengeMethod, found.CodeChallengeMethod);
    }

    public static void Record(RefreshToken saved, RefreshToken? found) => Credential(saved, found, "refresh token");

    public static void Record(DeviceCode saved, DeviceCode? found)
    {
        Credential(saved, found, "device code");
        Assert.True(saved.UserCodeHash.Equals(found!.UserCodeHash), "DeviceCode.UserCodeHash is not the one that was saved.");
        Member(saved.Status, found.Status);
        Member(saved.Interval, found.Interval);
        Time(saved.LastPolledAt, found.LastPolledAt);
    }

    public static void Record(AccessToken saved, AccessToken? found)
    {
        Assert.True(found is not null, "The access token that was saved is not found again.");
        Member(saved.Id, found!.Id);
        Assert.True(saved.Hash.Equals(found.Hash), "AccessToken.Hash is not the one that was saved.");
        Record(saved.Authorization, found.Authorization);
        Member(saved.Scope, found.Scope);
        Texts(saved.Audience, found.Audience);
        Member(saved.TokenType, found.TokenType);
        Time(saved.IssuedAt, found.IssuedAt);
        Time(saved.ExpiresAt, found.ExpiresAt);
        Data(saved.Properties, found.Properties);
    }

    public static void Record(Authorization saved, Authorization found)
    {
        Member(saved.Id, found.Id);
        Member(saved.Issuer, found.Issuer);
        Member(saved.ClientId, found.ClientId);
        Member(saved.Subject, found.Subject);
        Member(saved.Scope, found.Scope);
        Texts(saved.Resources, found.Resources);
        Time(saved.GrantedAt, found.GrantedAt);
        Time(saved.EndsAt, found.EndsAt);
        Data(saved.Properties, found.Properties);
    }

    public static void Time(DateTimeOffset? saved, DateTimeOffset? found, [CallerArgumentExpression(nameof(saved))] string name = "")
    {
        Assert.True(saved?.UtcTicks == found?.UtcTicks, $"{Name(name)} was saved as {Show(saved)} and came back as {Show(found)}: times are kept to the tick, 100 ns.");
        Assert.True(found is null || found.Value.Offset == TimeSpan.Zero, $"{Name(name)} came back with the offset {found?.Offset}: times are UTC.");
    }

    public static void Replay(Replay? saved, Replay? found)
    {
        Assert.True(saved is null == found is null, $"Credential.Replay was {(saved is null ? "null" : "given")} and came back {(found is null ? "null" : "with something")}.");
        if (saved is null || found is null) return;
        Time(saved.Until, found.Until, "Replay.Until");
        Assert.True(saved.SealedResponse.Span.SequenceEqual(found.SealedResponse.Span), "Replay.SealedResponse did not come back byte for byte.");
    }

    private static void Credential<T>(T saved, T? found, string kind) where T : Credential
    {
        Assert.True(found is not null, $"The {kind} that was saved is not found again.");
        Assert.True(saved.Hash.Equals(found!.Hash), $"The {kind}'s Hash is not the one that was saved.");
        Record(saved.Authorization, found.Authorization);
        Time(saved.ExpiresAt, found.ExpiresAt);
        Time(saved.ConsumedAt, found.ConsumedAt);
        Replay(saved.Replay, found.Replay);
        Data(saved.Properties, found.Properties);
    }

    private static void Member<T>(T saved, T found, [CallerArgumentExpression(nameof(saved))] string name = "") =>
        Assert.True(EqualityComparer<T>.Default.Equals(saved, found), $"{Name(name)} was saved as {Quoted(saved)} and came back as {Quoted(found)}.");

    private static void Texts(ImmutableArray<string> saved, ImmutableArray<string> found, [CallerArgumentExpression(nameof(saved))] string name = "")
    {
        Assert.False(found.IsDefault, $"{Name(name)} came back as the default array: an empty one is meant, which can be enumerated.");
        Assert.True(saved.SequenceEqual(found, StringComparer.Ordinal), $"{Name(name)} was saved as [{string.Join(", ", saved)}] and came back as [{string.Join(", ", found)}].");
    }

    private static void Data(Properties saved, Properties found, [CallerArgumentExpression(nameof(saved))] string name = "")
    {
        foreach (var (key, value) in saved)
            Assert.True(found[key] == value, $"{Name(name)} was saved with the key '{key}', which {(found[key] is null ? "is lost" : "has another value")}: unknown keys come back unchanged.");
        Assert.True(saved.Count == found.Count, $"{Name(name)} came back with keys that were not saved: {found}.");
    }

    private static string Name(string expression) => expression.Replace("saved.", "", StringComparison.Ordinal);

    private static string Quoted<T>(T value) => value is null ? "null" : $"'{value}'";

    private static string Show(DateTimeOffset? time) => time?.ToString("O") ?? "null";
}
