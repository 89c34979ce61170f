using System.Buffers.Text;
using System.Security.Cryptography;

namespace OAuth2Server.StorageBenchmark;

/// <summary>Records as the server makes them.</summary>
internal static class Records
{
    internal static string Text() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    internal static Authorization Authorization() => new()
    {
        Id = Text(),
        Issuer = "https://auth.example.com",
        ClientId = "photo-app",
        Subject = "alice",
        Scope = Scope.Of("photos.read"),
        GrantedAt = Clock.Now,
        EndsAt = Clock.Now.AddDays(365),
    };

    internal static AccessToken Access(string text, Authorization authorization) => new()
    {
        Id = Text(),
        Hash = SecretHash.Of(text),
        Authorization = authorization,
        Scope = authorization.Scope,
        IssuedAt = Clock.Now,
        ExpiresAt = Clock.Now.AddHours(1),
    };

    internal static RefreshToken Refresh(Authorization authorization) => new()
    {
        Hash = SecretHash.Of(Text()),
        Authorization = authorization,
        ExpiresAt = Clock.Now.AddDays(14),
    };

    internal static AuthorizationCode Code(Authorization authorization) => new()
    {
        Hash = SecretHash.Of(Text()),
        Authorization = authorization,
        ExpiresAt = Clock.Now.AddSeconds(60),
        RedirectUri = "https://app.example.com/callback",
        RedirectUriSent = true,
        CodeChallenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM",
        CodeChallengeMethod = "S256",
    };
}

/// <summary>Reading the time is no part of what is measured.</summary>
internal static class Clock
{
    internal static DateTimeOffset Now { get; } = TimeProvider.System.GetUtcNow();
}
