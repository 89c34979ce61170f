using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace OAuth2Server.Jwt;

/// <summary>The keys that sign, for as long as the application runs: makes them, publishes them, and replaces them in time.</summary>
/// <remarks>
/// Thread-safe. All nodes have the same keys, because the model keeps them: see <see cref="ISigningKeyModel"/>. What a key is used for
/// follows from its times (<see cref="StateOf"/>). Call <see cref="RefreshAsync"/> every
/// <see cref="SigningKeyOptions.RefreshEvery"/>; <c>AddJwt</c> of the package for ASP.NET Core does it. A call that finds the ring older
/// than twice that time reads it itself.
/// </remarks>
[SuppressMessage("Design", "CA1001:Types that own disposable fields should be disposable",
    Justification = "A semaphore without a wait handle holds nothing, and this lasts as long as the application.")]
public sealed partial class SigningKeys
{
    private readonly SigningKeyOptions _options;
    private readonly KeySchedule _schedule;
    private readonly PrivateKeys _private;
    private readonly TimeProvider _clock;
    private readonly ILogger _log;

    // Volatile: a token that is being signed sees the ring before a change or the one after it.
    private volatile KeySnapshot? _snapshot;
    private long _longestLifetime;

    /// <summary>Validates the settings.</summary>
    /// <param name="options">The settings; do not change them afterwards.</param>
    /// <param name="encryption">Encrypts private keys before they are saved; null saves them in the clear: a reader of the store can then
    /// sign tokens.</param>
    /// <param name="clock">The clock; null takes the system's.</param>
    /// <param name="log">The log; null writes none.</param>
    /// <exception cref="ArgumentException">A setting is wrong; the message says which and why.</exception>
    public SigningKeys(
        SigningKeyOptions options, IKeyEncryption? encryption = null, TimeProvider? clock = null, ILogger<SigningKeys>? log = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.Validate().ToArray() is { Length: > 0 } problems)
            throw new ArgumentException("The options of the signing keys are wrong. " + string.Join(' ', problems));
        (_options, _schedule, _private) = (options, new(options), new(options, encryption));
        Algorithms = [.. options.Algorithms.Distinct(StringComparer.Ordinal)];
        (_clock, _log) = (clock ?? TimeProvider.System, log ?? NullLogger<SigningKeys>.Instance);
        _longestLifetime = options.TokensLiveAtMost.Ticks;
        if (options.PublishedBefore / 4 < KeySetLifetime) KeySetLifetime = options.PublishedBefore / 4;
    }

    /// <summary>The settings.</summary>
    public SigningKeyOptions Options => _options;

    /// <summary>The keys that should sign, now or later, and cannot; empty when all is well, and before the ring was read. For the
    /// readiness of the application.</summary>
    public IReadOnlyList<SigningKeyProblem> Problems { get; private set; } = [];

    /// <summary>How long the key set may be kept by those who read it.</summary>
    /// <value>A quarter of <see cref="SigningKeyOptions.PublishedBefore"/>, at most 5 minutes.</value>
    internal TimeSpan KeySetLifetime { get; } = TimeSpan.FromMinutes(5);

    /// <summary>What a key is used for at a time.</summary>
    /// <param name="key">The key.</param>
    /// <param name="now">The time, UTC.</param>
    public static SigningKeyState StateOf(SigningKey key, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(key);
        return now < key.SignsAt ? SigningKeyState.Published
            : now < key.RetiresAt ? SigningKeyState.Signing
            : now < key.RemovedAt ? SigningKeyState.Retired
            : SigningKeyState.Removed;
    }

    /// <summary>The algorithms that it has keys for; the first is the default.</summary>
    public IReadOnlyList<string> Algorithms { get; }

    /// <summary>Finds the key that signs now.</summary>
    /// <param name="model">Keeps the keys.</param>
    /// <param name="algorithm">One of <see cref="SigningKeyOptions.Algorithms"/>.</param>
    /// <param name="ct">Stops the work.</param>
    /// <exception cref="InvalidOperationException">The algorithm is not one of the options.</exception>
    /// <exception cref="CryptographicException">The key cannot be opened; see <see cref="Problems"/>. No other key takes its
    /// place.</exception>
    public ValueTask<JwtSigner> GetSignerAsync(ISigningKeyModel model, string algorithm, CancellationToken ct)
    {
        var now = _clock.GetUtcNow();
        return _snapshot is { } snapshot && now < snapshot.ReadAt + (2 * _options.RefreshEvery)
            && snapshot.Current(algorithm, now) is { Signer: { } signer }
            ? new(signer)
            : FindSignerAsync(model, algorithm, ct);
    }

    /// <summary>The key set: the public keys that tokens of this server verify with, in JSON (RFC 7517 §5).</summary>
    /// <param name="model">Keeps the keys.</param>
    /// <param name="ct">Stops the work.</param>
    public async ValueTask<ReadOnlyMemory<byte>> GetKeySetAsync(ISigningKeyModel model, CancellationToken ct) =>
        (await GetKeySetDocumentAsync(model, ct)).Body;

    /// <summary>Reads the ring, makes the keys that are due, and removes those whose tokens have expired.</summary>
    /// <param name="model">Keeps the keys.</param>
    /// <param name="ct">Stops the work.</param>
    public Task RefreshAsync(ISigningKeyModel model, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(model);
        return ChangeAsync(model, _schedule.Next, reencrypts: false, ct);
    }

    /// <summary>Replaces the keys of every algorithm before their time.</summary>
    /// <param name="model">Keeps the keys.</param>
    /// <param name="rotation">How, and at what cost.</param>
    /// <param name="ct">Stops the work.</param>
    public async Task RotateAsync(ISigningKeyModel model, KeyRotation rotation, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(model);
        if (!Enum.IsDefined(rotation)) throw new ArgumentOutOfRangeException(nameof(rotation));
        await ChangeAsync(model, (keys, now, lifetime) => _schedule.Rotated(keys, rotation, now, lifetime), reencrypts: false, ct);
        if (rotation != KeyRotation.Scheduled) LogRotated(rotation);
    }

    /// <summary>Encrypts every private key that can be decrypted with the key-encryption key that is used now. The first
    /// <see cref="RefreshAsync"/> does so too.</summary>
    /// <param name="model">Keeps the keys.</param>
    /// <param name="ct">Stops the work.</param>
    public Task ReencryptAsync(ISigningKeyModel model, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(model);
        return ChangeAsync(model, _schedule.Next, reencrypts: true, ct);
    }

    /// <summary>Keeps the keys that sign now for tokens of a longer lifetime than
    /// <see cref="SigningKeyOptions.TokensLiveAtMost"/>.</summary>
    /// <param name="lifetime">The lifetime of a token that is signed.</param>
    public void KeepFor(TimeSpan lifetime)
    {
        for (var longest = Volatile.Read(ref _longestLifetime); lifetime.Ticks > longest;)
            longest = Interlocked.CompareExchange(ref _longestLifetime, lifetime.Ticks, longest) is var seen && seen == longest
                ? lifetime.Ticks
                : seen;
    }

    internal async ValueTask<KeySetDocument> GetKeySetDocumentAsync(ISigningKeyModel model, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(model);
        var snapshot = await ReadAsync(model, KeySetFreshness, ct);
        return snapshot.KeySet(_clock.GetUtcNow());
    }

    private async ValueTask<JwtSigner> FindSignerAsync(ISigningKeyModel model, string algorithm, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(model);
        if (!_schedule.Serves(algorithm))
            throw new InvalidOperationException(
                $"The server does not sign with {algorithm}: name it in SigningKeyOptions.Algorithms, which holds " +
                $"{string.Join(", ", _options.Algorithms)}.");
        var snapshot = await ReadAsync(model, 2 * _options.RefreshEvery, ct);
        var now = _clock.GetUtcNow();
        var current = snapshot.Current(algorithm, now);
        if (current is { Signer: { } signer }) return signer;
        throw new CryptographicException(
            current?.Problem?.Message ?? $"There is no key for {algorithm}: the ring of keys was not saved yet.");
    }
}
