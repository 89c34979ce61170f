namespace OAuth2Server.Testing;

/// <summary>Makes records as the library makes them: every member but the properties is set, at whole seconds.</summary>
/// <remarks>Properties and ticks have tests of their own.</remarks>
internal sealed class Samples(TimeProvider clock, string clientId, string? subject)
{
    /// <summary>How long an authorization lasts.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(365);

    private static readonly string[] Resources = ["https://api.example.com/photos?x=1", "urn:example:printer"];

    public Authorization Authorization() => new()
    {
        Id = Texts.Random(),
        Issuer = TestOAuthRequest.DefaultIssuer,
        ClientId = clientId,
        Subject = subject,
        Scope = Scope.Of("photos.read", "photos.write", "PHOTOS.read"),
        Resources = [.. Resources],
        GrantedAt = clock.GetUtcNow().AddSeconds(-1),
        EndsAt = clock.GetUtcNow() + Lifetime,
    };

    public Held<AuthorizationCode> Code(Authorization? authorization = null) => Held(text => new AuthorizationCode
    {
        Hash = SecretHash.Of(text),
        Authorization = authorization ?? Authorization(),
        ExpiresAt = clock.GetUtcNow().AddSeconds(60),
        RedirectUri = "https://app.example.com/Callback?a=%7E&b=%20",
        RedirectUriSent = true,
        CodeChallenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM",
        CodeChallengeMethod = "S256",
    });

    public Held<RefreshToken> Refresh(Authorization? authorization = null) => Held(text => new RefreshToken
    {
        Hash = SecretHash.Of(text),
        Authorization = authorization ?? Authorization(),
        ExpiresAt = clock.GetUtcNow().AddDays(14),
    });

    public Held<AccessToken> Access(Authorization? authorization = null) => Held(text => new AccessToken
    {
        Id = Texts.Random(),
        Hash = SecretHash.Of(text),
        Authorization = authorization ?? Authorization(),
        Scope = Scope.Of("photos.read"),
        Audience = ["https://api.example.com/photos?x=1"],
        TokenType = "DPoP",
        IssuedAt = clock.GetUtcNow(),
        ExpiresAt = clock.GetUtcNow().AddHours(1),
    });

    /// <summary>Pending, with a prepared authorization: no resource owner has answered yet.</summary>
    public HeldDevice Device(Authorization? authorization = null, string? userCode = null)
    {
        var (text, userText) = (Texts.Random(), userCode ?? Texts.UserCode());
        return new(text, userText, new()
        {
            Hash = SecretHash.Of(text),
            UserCodeHash = SecretHash.Of(userText),
            Authorization = authorization ?? Authorization() with { Subject = null, EndsAt = null },
            ExpiresAt = clock.GetUtcNow().AddMinutes(10),
            Interval = TimeSpan.FromSeconds(5),
        });
    }

    /// <summary>The completed authorization when a resource owner allows part of what the device asked for.</summary>
    public Authorization Allowed(DeviceCode code) => code.Authorization with
    {
        Subject = subject ?? "alice",
        Scope = Scope.Of("photos.read"),
        GrantedAt = clock.GetUtcNow(),
        EndsAt = clock.GetUtcNow() + Lifetime,
        Properties = Properties.Empty.With("acr", "phr"),
    };

    public HeldTokens Tokens(Authorization? authorization = null, bool withRefresh = true)
    {
        authorization ??= Authorization();
        var access = Access(authorization);
        var refresh = withRefresh ? Refresh(authorization) : null;
        return new(access.Text, refresh?.Text, new() { Access = access.Record, Refresh = refresh?.Record });
    }

    /// <summary>A pushed request, which expires in 60 seconds.</summary>
    public Held<PushedRequest> Pushed(Func<PushedRequest, PushedRequest>? change = null) => Held(text =>
    {
        var request = new PushedRequest
        {
            Hash = SecretHash.Of(text),
            Issuer = TestOAuthRequest.DefaultIssuer,
            ClientId = clientId,
            Parameters = "response_type=code&redirect_uri=https%3A%2F%2Fapp.example.com%2Fcb&scope=photos.read+photos.write&state=af0",
            ExpiresAt = clock.GetUtcNow().AddSeconds(60),
        };
        return change?.Invoke(request) ?? request;
    });

    /// <summary>A sealed answer: opaque bytes that begin with zero.</summary>
    /// <param name="size">How many bytes.</param>
    /// <param name="until">When the answer is no longer repeated; null is in ten seconds.</param>
    public Replay Replay(int size = 1024, DateTimeOffset? until = null) =>
        new(until ?? clock.GetUtcNow().AddSeconds(10), Enumerable.Range(0, size).Select(i => (byte)(i * i)).ToArray());

    /// <summary>A ring with keys of any bytes: a model does not read them.</summary>
    /// <param name="version">The number of the save.</param>
    /// <param name="ids">The ids of the keys.</param>
    public SigningKeyRing Ring(long version, params IEnumerable<string> ids) => new()
    {
        Version = version,
        Keys = [.. ids.Select(id => new SigningKey
        {
            Id = id,
            Algorithm = "ES256",
            PublicKey = [.. Enumerable.Range(0, 91).Select(i => (byte)(i * i))],
            PrivateKey = [.. Enumerable.Range(0, 166).Select(i => (byte)(i * 7))],
            EncryptedBy = "kek-1",
            PublishedAt = clock.GetUtcNow(),
            SignsAt = clock.GetUtcNow().AddDays(1),
            RetiresAt = clock.GetUtcNow().AddDays(91),
            RemovedAt = clock.GetUtcNow().AddDays(92),
        })],
    };

    private static Held<T> Held<T>(Func<string, T> make)
    {
        var text = Texts.Random();
        return new(text, make(text));
    }
}
