using System.Security.Cryptography;
using Microsoft.Extensions.Options;
using OAuth2Server.Jwt;

namespace OAuth2Server.AspNetCore.Tests.Jwt;

/// <summary>The keys of an application: checked at the start, and rotated in the background.</summary>
public sealed class SigningKeyRotationTests : SiteTests
{
    private readonly StoredModel _model = new();

    [Fact]
    public async Task The_first_keys_are_made_at_the_start_and_the_next_ones_in_time()
    {
        _ = Start(server: s => Add(s));
        await UntilAsync(async () => (await KeysAsync()).Count == 1);
        Setup.Clock.Advance(TimeSpan.FromDays(89));
        await UntilAsync(async () => (await KeysAsync()).Count == 2);
        Setup.Clock.Advance(TimeSpan.FromDays(3));
        await UntilAsync(async () => (await KeysAsync()).Count == 1);
    }

    [Fact]
    public async Task A_store_that_fails_is_logged_once_and_tried_again_soon()
    {
        using var log = new CapturedLog();
        Setup.Logging = log;
        _model.IsAway = true;
        _ = Start(server: s => Add(s));
        await UntilAsync(() => Task.FromResult(_model.Reads >= 1));
        for (var i = 2; i < 6; i++)
        {
            var (at, reads) = (i, _model.Reads);
            await UntilAsync(() =>
            {
                Setup.Clock.Advance(TimeSpan.FromSeconds(10));
                return Task.FromResult(_model.Reads > reads && at > 1);
            });
        }
        Assert.Single(log.Events, line => line.Event == "SigningKeysFailed");
        _model.IsAway = false;
        await UntilAsync(async () =>
        {
            Setup.Clock.Advance(TimeSpan.FromSeconds(10));
            return (await KeysAsync()).Count == 1 && log.Events.Any(line => line.Event == "SigningKeysRecovered");
        });
    }

    [Theory]
    [InlineData("https://auth.example.com", false, true)]
    [InlineData("https://auth.example.com", true, false)]
    [InlineData("http://localhost:5000", false, false)]
    [InlineData("http://127.0.0.1:5000", false, false)]
    public void Without_a_key_encryption_key_a_warning_is_logged_unless_the_issuer_is_a_loopback_address(
        string issuer, bool hasKey, bool warns)
    {
        using var log = new CapturedLog();
        Setup.Logging = log;
        _ = Start(server: s =>
        {
            if (hasKey) s.AddSingleton<IKeyEncryption>(new KeyEncryptionKey(RandomNumberGenerator.GetBytes(KeyEncryptionKey.Length)));
            Add(s, issuer, o => o.Algorithms = [SigningAlgorithm.RS256]);
        });
        Assert.Equal(warns ? 1 : 0, log.Events.Count(line => line == (LogLevel.Warning, "DangerousKeys")));
    }

    [Fact]
    public async Task A_registered_key_encryption_key_encrypts_the_keys()
    {
        var kek = new KeyEncryptionKey(RandomNumberGenerator.GetBytes(KeyEncryptionKey.Length));
        _ = Start(server: s =>
        {
            s.AddSingleton<IKeyEncryption>(kek);
            Add(s);
        });
        await UntilAsync(async () => (await KeysAsync()).Count == 1);
        Assert.Equal(kek.KeyId, (await KeysAsync())[0].EncryptedBy);
    }

    [Fact]
    public void A_setting_out_of_range_stops_the_start_and_is_named()
    {
        var failure = Assert.Throws<OptionsValidationException>(() => Start(server: s => Add(s, configure: o => o.RsaKeySize = 1024)));
        Assert.StartsWith("SigningKeyOptions.RsaKeySize", Assert.Single(failure.Failures), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, 24)]
    [InlineData(24, 24)]
    [InlineData(720, 720)]
    public void Keys_stay_for_the_lifetime_of_access_tokens(int hours, int kept)
    {
        var site = Start(server: s => s.AddOAuth2Server(_model, o =>
        {
            o.Issuer = Known.Issuer;
            o.AccessTokenLifetime = TimeSpan.FromHours(hours);
        }).AddJwt());
        Assert.Equal(TimeSpan.FromHours(kept), site.Services.GetRequiredService<SigningKeys>().Options.TokensLiveAtMost);
    }

    private void Add(IServiceCollection services, string issuer = Known.Issuer, Action<SigningKeyOptions>? configure = null) =>
        services.AddOAuth2Server(_model, o => o.Issuer = issuer).AddJwt(configure ?? (o => o.Algorithms = [SigningAlgorithm.ES256]));

    private async Task<IReadOnlyList<SigningKey>> KeysAsync() => (await _model.Ring.GetSigningKeysAsync(default)).Keys;

    // The service works on a thread of its own.
    private static async Task UntilAsync(Func<Task<bool>> isDone)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!await isDone()) await Task.Delay(5, limit.Token);
    }

    private sealed class StoredModel : InMemoryModel, ISigningKeyModel
    {
        private int _reads;

        internal bool IsAway { get; set; }

        internal int Reads => Volatile.Read(ref _reads);

        internal InMemoryModel Ring { get; } = new();

        ValueTask<SigningKeyRing> ISigningKeyModel.GetSigningKeysAsync(CancellationToken ct)
        {
            Interlocked.Increment(ref _reads);
            return IsAway ? throw new IOException("The database is away.") : Ring.GetSigningKeysAsync(ct);
        }

        ValueTask<bool> ISigningKeyModel.SaveSigningKeysAsync(SigningKeyRing ring, CancellationToken ct) =>
            Ring.SaveSigningKeysAsync(ring, ct);
    }
}
