namespace OAuth2Server.Testing.Tests;

/// <summary>The records whose texts are in the folder v1: each once with values in every member, and once with defaults.</summary>
/// <remarks>Those texts stand for the ones in databases. Never change one; a later version of the form gets a folder of its own.</remarks>
internal static class FrozenRecords
{
    private static readonly DateTimeOffset Issued = new(2026, 3, 14, 15, 9, 26, TimeSpan.Zero);
    private static readonly SecretHash Hash = SecretHash.FromBytes([.. Enumerable.Repeat((byte)0x11, SecretHash.Size)]);
    private static readonly SecretHash UserCode = SecretHash.FromBytes([.. Enumerable.Repeat((byte)0x22, SecretHash.Size)]);
    private static readonly Properties Future = Properties.Empty.With("future", "1");

    private static readonly Authorization SmallAuthorization = new()
    {
        Id = "K7gNU3sdo-OL0wNhqoVW",
        Issuer = "https://auth.example.com",
        ClientId = "app",
        Scope = Scope.Empty,
        GrantedAt = Issued.AddSeconds(-1).AddTicks(1_234_567),
    };

    private static readonly Authorization Authorization = SmallAuthorization with
    {
        Subject = "alice",
        Scope = Scope.Of("photos.read", "photos.write"),
        Resources = ["https://api.example.com/a?b=c&d", "urn:example:b"],
        EndsAt = Issued.AddYears(1),
        Properties = Properties.Empty.With("acr", "phr").With("zukünftig", "🙂"),
    };

    private static readonly AccessToken SmallAccessToken = new()
    {
        Id = "jti-1",
        Hash = Hash,
        Authorization = SmallAuthorization,
        Scope = Scope.Empty,
        IssuedAt = Issued,
        ExpiresAt = Issued.AddHours(1),
    };

    private static readonly Consent SmallConsent = new()
    {
        Issuer = "https://auth.example.com",
        Subject = "alice",
        ClientId = "app",
        Scope = Scope.Empty,
        GrantedAt = Issued,
    };

    private static readonly SigningKey SmallKey = new()
    {
        Id = "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs",
        Algorithm = "ES256",
        PublicKey = [0x30, 0x59, 0, 0xff],
        PrivateKey = [0x30, 0x81, 0x87, 0xfe],
        PublishedAt = Issued,
        SignsAt = Issued.AddDays(1),
        RetiresAt = Issued.AddDays(91),
        RemovedAt = Issued.AddDays(92).AddTicks(1),
    };

    private static readonly PushedRequest SmallPushedRequest = new()
    {
        Hash = Hash,
        Issuer = "https://auth.example.com",
        ClientId = "app",
        Parameters = "",
        ExpiresAt = Issued.AddSeconds(60),
    };

    /// <summary>Each with its file's name.</summary>
    public static IReadOnlyDictionary<string, object> All { get; } = new Dictionary<string, object>
    {
        ["authorization"] = Authorization,
        ["authorization.defaults"] = SmallAuthorization,
        ["access_token"] = SmallAccessToken with
        {
            Authorization = Authorization,
            Scope = Scope.Of("photos.read"),
            Audience = ["urn:example:b"],
            TokenType = "DPoP",
            Properties = Future,
        },
        ["access_token.defaults"] = SmallAccessToken,
        ["authorization_code"] = Used(new AuthorizationCode
        {
            Hash = Hash,
            Authorization = Authorization,
            RedirectUri = "https://app.example.com/cb",
            RedirectUriSent = true,
            CodeChallenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM",
            CodeChallengeMethod = "S256",
        }),
        ["authorization_code.defaults"] = new AuthorizationCode
        {
            Hash = Hash,
            Authorization = SmallAuthorization,
            RedirectUri = "https://app.example.com/cb",
        },
        ["refresh_token"] = Used(new RefreshToken { Hash = Hash, Authorization = Authorization }),
        ["refresh_token.defaults"] = new RefreshToken { Hash = Hash, Authorization = SmallAuthorization },
        ["device_code"] = Used(new DeviceCode
        {
            Hash = Hash,
            Authorization = Authorization,
            UserCodeHash = UserCode,
            Status = DeviceCodeStatus.Allowed,
            Interval = TimeSpan.FromTicks(50_000_001),
            LastPolledAt = Issued.AddSeconds(30),
        }),
        ["device_code.defaults"] = new DeviceCode
        {
            Hash = Hash,
            Authorization = SmallAuthorization,
            UserCodeHash = UserCode,
            Interval = TimeSpan.FromSeconds(5),
        },
        ["consent"] = SmallConsent with { Scope = Scope.Of("photos.read") },
        ["consent.defaults"] = SmallConsent,
        ["consent.resources"] = SmallConsent with
        {
            Id = "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs",
            Scope = Scope.Of("photos.read"),
            Resources =
            [
                new("https://api.example.com", Scope.Of("photos.read", "photos.write")),
                new("https://mail.example.com", Scope.Of("mail")),
            ],
        },
        ["signing_key_ring"] = new SigningKeyRing
        {
            Version = 5_000_000_000,
            Keys = [SmallKey, SmallKey with { Algorithm = "RS256", EncryptedBy = "Kxz_1", Properties = Future }],
        },
        ["signing_key_ring.defaults"] = SigningKeyRing.Empty,
        ["pushed_request"] = SmallPushedRequest with
        {
            Parameters = "response_type=code&scope=a+b&redirect_uri=https%3A%2F%2Fapp.example.com%2Fcb",
            ExpiresAt = Issued.AddMinutes(30),
            VisitedAt = Issued.AddSeconds(2).AddTicks(1),
            ConsumedAt = Issued.AddMinutes(1),
            Properties = Future,
        },
        ["pushed_request.defaults"] = SmallPushedRequest,
    };

    public static string TextOf(string name)
    {
        using var file = typeof(FrozenRecords).Assembly.GetManifestResourceStream(name + ".json")!;
        using var reader = new StreamReader(file);
        return reader.ReadToEnd().TrimEnd('\n');
    }

    public static string Write(object record) => record switch
    {
        AccessToken token => RecordText.Write(token),
        Credential credential => RecordText.Write(credential),
        Authorization authorization => RecordText.Write(authorization),
        Consent consent => RecordText.Write(consent),
        SigningKeyRing ring => RecordText.Write(ring),
        PushedRequest request => RecordText.Write(request),
        _ => throw new NotSupportedException($"{record.GetType()} has no text form."),
    };

    public static object Read(string name, string text) => name.Split('.')[0] switch
    {
        "access_token" => RecordText.ReadAccessToken(text),
        "authorization_code" => RecordText.ReadAuthorizationCode(text),
        "refresh_token" => RecordText.ReadRefreshToken(text),
        "device_code" => RecordText.ReadDeviceCode(text),
        "authorization" => RecordText.ReadAuthorization(text),
        "consent" => RecordText.ReadConsent(text),
        "signing_key_ring" => RecordText.ReadSigningKeyRing(text),
        "pushed_request" => RecordText.ReadPushedRequest(text),
        _ => throw new NotSupportedException($"{name} has no text form."),
    };

    private static T Used<T>(T credential) where T : Credential => credential with
    {
        ExpiresAt = Issued.AddMinutes(10),
        ConsumedAt = Issued.AddMinutes(1).AddTicks(1),
        Replay = new(Issued.AddSeconds(70), new byte[] { 0, 1, 254, 255 }),
        Properties = Future,
    };
}
