using System.Collections.Immutable;
using System.Text;
using CsCheck;

namespace OAuth2Server.Testing.Tests;

/// <summary>Records with random values in every member.</summary>
internal static class AnyRecord
{
    private static readonly DateTimeOffset[] Edges = [DateTimeOffset.MinValue, DateTimeOffset.MaxValue, DateTimeOffset.UnixEpoch];

    /// <summary>Valid Unicode, control characters and the empty text included.</summary>
    private static readonly Gen<string> Text = Gen.OneOf(
        Gen.String.Select(text => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text))),
        Of("", "\0", "\"\\/\u2028</script>", "Jürgen 李 🙂", "https://api.example.com/a?b=%20&c=d+e", new string('x', 5000)));

    private static readonly Gen<DateTimeOffset> Time = Gen.OneOf(
        Gen.Long[0, DateTime.MaxValue.Ticks].Select(ticks => new DateTimeOffset(ticks, TimeSpan.Zero)),
        Gen.Int[0, Edges.Length - 1].Select(i => Edges[i]));

    private static readonly Gen<SecretHash> Hash = Gen.Byte.Array[SecretHash.Size].Select(bytes => SecretHash.FromBytes(bytes));

    private static readonly Gen<ImmutableArray<string>> Texts = Text.Array[0, 4].Select(texts => texts.ToImmutableArray());

    private static readonly Gen<Properties> Data = Gen.Select(Text, Text).Array[0, 5]
        .Select(pairs => pairs.Aggregate(Properties.Empty, (all, pair) => all.With(pair.Item1, pair.Item2)));

    private static readonly Gen<Scope> AnyScope = Gen.Char['!', '~'].Array[1, 12].Array[0, 4]
        .Select(names => Scope.Of(names.Select(ScopeName)));

    private static readonly Gen<Replay?> AnyReplay =
        OrNull(Gen.Select(Time, Gen.Byte.Array[0, 200], (until, bytes) => new Replay(until, bytes)));

    public static Gen<Authorization> Authorization { get; } = Gen.Select(
        Gen.Select(Text, Text, Text, OrNull(Text)), Gen.Select(AnyScope, Texts, Data), Gen.Select(Time, OrNullTime()),
        (ids, values, times) => new Authorization
        {
            Id = ids.Item1,
            Issuer = ids.Item2,
            ClientId = ids.Item3,
            Subject = ids.Item4,
            Scope = values.Item1,
            Resources = values.Item2,
            Properties = values.Item3,
            GrantedAt = times.Item1,
            EndsAt = times.Item2,
        });

    public static Gen<AccessToken> AccessToken { get; } = Gen.Select(
        Gen.Select(Text, Hash, OrNull(Text)), Gen.Select(AnyScope, Texts, Data), Gen.Select(Time, Time), Authorization,
        (ids, values, times, authorization) => new AccessToken
        {
            Id = ids.Item1,
            Hash = ids.Item2,
            TokenType = ids.Item3 ?? "Bearer",
            Scope = values.Item1,
            Audience = values.Item2,
            Properties = values.Item3,
            IssuedAt = times.Item1,
            ExpiresAt = times.Item2,
            Authorization = authorization,
        });

    public static Gen<RefreshToken> RefreshToken { get; } = Gen.Select(
        Hash, OrNullTime(), OrNullTime(), AnyReplay, Data, Authorization,
        (hash, expires, consumed, replay, data, authorization) => new RefreshToken
        {
            Hash = hash,
            ExpiresAt = expires,
            ConsumedAt = consumed,
            Replay = replay,
            Properties = data,
            Authorization = authorization,
        });

    public static Gen<AuthorizationCode> AuthorizationCode { get; } = Gen.Select(
        RefreshToken, Text, Gen.Bool, OrNull(Text), OrNull(Text),
        (credential, uri, sent, challenge, method) => new AuthorizationCode
        {
            Hash = credential.Hash,
            ExpiresAt = credential.ExpiresAt,
            ConsumedAt = credential.ConsumedAt,
            Replay = credential.Replay,
            Properties = credential.Properties,
            Authorization = credential.Authorization,
            RedirectUri = uri,
            RedirectUriSent = sent,
            CodeChallenge = challenge,
            CodeChallengeMethod = method,
        });

    public static Gen<DeviceCode> DeviceCode { get; } = Gen.Select(
        RefreshToken, Hash, Gen.Enum<DeviceCodeStatus>(), Gen.Long, OrNullTime(),
        (credential, userCode, status, interval, polled) => new DeviceCode
        {
            Hash = credential.Hash,
            ExpiresAt = credential.ExpiresAt,
            ConsumedAt = credential.ConsumedAt,
            Replay = credential.Replay,
            Properties = credential.Properties,
            Authorization = credential.Authorization,
            UserCodeHash = userCode,
            Status = status,
            Interval = new(interval),
            LastPolledAt = polled,
        });

    public static Gen<Consent> Consent { get; } = Gen.Select(
        Gen.Select(Text, Text), Gen.Select(Text, Text), AnyScope, Gen.Select(Text, AnyScope).Array[0, 3], Time,
        (ids, parties, scope, resources, granted) => new Consent
        {
            Id = ids.Item1,
            Issuer = ids.Item2,
            Subject = parties.Item1,
            ClientId = parties.Item2,
            Scope = scope,
            Resources = [.. resources.Select(entry => new ConsentedResource(entry.Item1, entry.Item2))],
            GrantedAt = granted,
        });

    public static Gen<SigningKeyRing> SigningKeyRing { get; } = Gen.Select(
        Gen.Long, Gen.Select(Gen.Select(Text, Text, OrNull(Text)), Gen.Byte.Array[0, 3000], Gen.Select(Time, Time, Time, Time), Data,
            (ids, bytes, times, data) => new SigningKey
            {
                Id = ids.Item1,
                Algorithm = ids.Item2,
                EncryptedBy = ids.Item3,
                PublicKey = [.. bytes.Take(100)],
                PrivateKey = [.. bytes],
                PublishedAt = times.Item1,
                SignsAt = times.Item2,
                RetiresAt = times.Item3,
                RemovedAt = times.Item4,
                Properties = data,
            }).Array[0, 5],
        (version, keys) => new SigningKeyRing { Version = version, Keys = [.. keys] });

    public static Gen<PushedRequest> PushedRequest { get; } = Gen.Select(
        Gen.Select(Hash, Text, Text, Text), Gen.Select(Time, OrNullTime(), OrNullTime()), Data,
        (texts, times, data) => new PushedRequest
        {
            Hash = texts.Item1,
            Issuer = texts.Item2,
            ClientId = texts.Item3,
            Parameters = texts.Item4,
            ExpiresAt = times.Item1,
            VisitedAt = times.Item2,
            ConsumedAt = times.Item3,
            Properties = data,
        });

    private static string ScopeName(char[] characters) => new([.. characters.Where(c => c is not '"' and not '\\').DefaultIfEmpty('x')]);

    private static Gen<string> Of(params string[] texts) => Gen.Int[0, texts.Length - 1].Select(i => texts[i]);

    private static Gen<T?> OrNull<T>(Gen<T> values) where T : class => Gen.Select(Gen.Bool, values, (some, value) => some ? value : null);

    private static Gen<DateTimeOffset?> OrNullTime() => Gen.Select(Gen.Bool, Time, (some, time) => some ? time : (DateTimeOffset?)null);
}
