using System.Text.Json;
using Microsoft.Extensions.Time.Testing;

namespace OAuth2Server.Jwt.Tests.Keys;

/// <summary>Nodes over one model, with one true time and clocks that may differ from it.</summary>
internal sealed class Ring
{
    internal static readonly DateTimeOffset Start = new(2026, 3, 14, 15, 9, 26, TimeSpan.Zero);

    internal FakeTimeProvider Clock { get; } = new(Start);

    internal InMemoryModel Model { get; } = new();

    /// <summary>One algorithm, whose keys are made in no time.</summary>
    internal SigningKeyOptions Options { get; set; } = new() { Algorithms = [SigningAlgorithm.ES256] };

    internal static CancellationToken Ct => TestContext.Current.CancellationToken;

    internal SigningKeys Node(TimeSpan ahead = default, IKeyEncryption? encryption = null, CapturedLog? log = null) =>
        new(Options, encryption, ahead == default ? Clock : new SkewedClock(Clock, ahead), log);

    internal async Task<IReadOnlyList<SigningKey>> KeysAsync() => (await Model.GetSigningKeysAsync(Ct)).Keys;

    internal Task<string> SignsAsync(SigningKeys node, string algorithm = SigningAlgorithm.ES256) => SignsAsync(node, Model, algorithm);

    internal static async Task<string> SignsAsync(SigningKeys node, ISigningKeyModel model, string algorithm = SigningAlgorithm.ES256) =>
        (await node.GetSignerAsync(model, algorithm, Ct)).KeyId;

    internal async Task<string[]> PublishedAsync(SigningKeys node)
    {
        using var set = JsonDocument.Parse(await node.GetKeySetAsync(Model, Ct));
        return [.. set.RootElement.GetProperty("keys").EnumerateArray().Select(key => key.GetProperty("kid").GetString()!)];
    }

    /// <summary>A key at a time of the test, counted from its start, and what the ring then holds.</summary>
    internal Task AtAsync(TimeSpan sinceStart, SigningKeys node)
    {
        Clock.SetUtcNow(Start + sinceStart);
        return node.RefreshAsync(Model, Ct);
    }

    internal async Task ChangeAsync(Func<SigningKey, SigningKey> change)
    {
        var ring = await Model.GetSigningKeysAsync(Ct);
        Assert.True(await Model.SaveSigningKeysAsync(new() { Version = ring.Version + 1, Keys = [.. ring.Keys.Select(change)] }, Ct));
    }

    private sealed class SkewedClock(TimeProvider inner, TimeSpan ahead) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => inner.GetUtcNow() + ahead;

        public override long GetTimestamp() => inner.GetTimestamp();

        public override long TimestampFrequency => inner.TimestampFrequency;
    }
}
