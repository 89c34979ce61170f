using BenchmarkDotNet.Attributes;

namespace OAuth2Server.Benchmarks;

/// <summary>The parts of an answer: hashes, random texts, proof keys, redirect URIs, JSON.</summary>
[MemoryDiagnoser]
public class PieceBenchmarks
{
    private const string Verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
    private static readonly RegisteredRedirectUris RedirectUris = new();
    private static readonly Client Client = new()
    {
        Id = "bench",
        Type = ClientType.Public,
        RedirectUris = ["https://app.example.com/cb", "http://127.0.0.1/cb"],
    };

    private static readonly OAuthContext Context = new()
    {
        Request = new BenchRequest("GET", RequestParameters.Empty),
        Issuer = "https://auth.example.com",
        Now = TimeProvider.System.GetUtcNow(),
    };

    private static readonly Authorization Authorization = new()
    {
        Id = "a",
        Issuer = Context.Issuer,
        ClientId = "bench",
        Scope = Scope.Of("photos.read"),
        GrantedAt = Context.Now,
    };

    private static readonly AccessToken Token = new()
    {
        Id = "t",
        Hash = SecretHash.Of("t"),
        Authorization = Authorization,
        Scope = Authorization.Scope,
        IssuedAt = Context.Now,
        ExpiresAt = Context.Now.AddHours(1),
    };

    private static readonly AuthorizationCode Code = new()
    {
        Hash = SecretHash.Of("c"),
        Authorization = Authorization,
        RedirectUri = "https://app.example.com/cb",
        CodeChallenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM",
        CodeChallengeMethod = "S256",
    };

    [Benchmark]
    public SecretHash Hash() => SecretHash.Of(Verifier);

    [Benchmark]
    public string RandomSecret() => RandomText.Of(RandomText.Secret);

    [Benchmark]
    public OAuthError? ProofKey() => Pkce.Problem(Code, Verifier);

    [Benchmark]
    public ValueTask<bool> RedirectUriExact() =>
        RedirectUris.ValidateRedirectUriAsync("https://app.example.com/cb", Client, Context, default);

    [Benchmark]
    public ValueTask<bool> RedirectUriLoopbackPort() =>
        RedirectUris.ValidateRedirectUriAsync("http://127.0.0.1:50123/cb", Client, Context, default);

    [Benchmark]
    public ReadOnlyMemory<byte> TokenJson() => TokenResponse.Of(Token, Verifier, Verifier, null);

    [Benchmark]
    public OAuthResponse ErrorJson() =>
        OAuthResponse.Json(OAuthError.InvalidGrant("The refresh token is not valid.", "RFC 6749 §6"), "0HN");
}
