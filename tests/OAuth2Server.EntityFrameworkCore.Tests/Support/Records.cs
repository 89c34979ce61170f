using System.Buffers.Text;
using System.Security.Cryptography;
using OAuth2Server.Testing;

namespace OAuth2Server.EntityFrameworkCore.Tests;

/// <summary>Makes records as the library makes them.</summary>
internal sealed class Records(TimeProvider clock)
{
    internal static string Text() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    internal Authorization Authorization(string? subject = "7", TimeSpan? ends = null, bool endless = false) => new()
    {
        Id = Text(),
        Issuer = TestOAuthRequest.DefaultIssuer,
        ClientId = Shop.PhotoApp.Id,
        Subject = subject,
        Scope = Scope.Of("photos.read", "photos.write"),
        GrantedAt = clock.GetUtcNow(),
        EndsAt = endless ? null : clock.GetUtcNow() + (ends ?? TimeSpan.FromDays(365)),
    };

    internal AccessToken Access(string text, Authorization authorization, TimeSpan? lifetime = null) => new()
    {
        Id = Text(),
        Hash = SecretHash.Of(text),
        Authorization = authorization,
        Scope = Scope.Of("photos.read"),
        IssuedAt = clock.GetUtcNow(),
        ExpiresAt = clock.GetUtcNow() + (lifetime ?? TimeSpan.FromHours(1)),
    };

    internal RefreshToken Refresh(string text, Authorization authorization, TimeSpan? lifetime = null) => new()
    {
        Hash = SecretHash.Of(text),
        Authorization = authorization,
        ExpiresAt = clock.GetUtcNow() + (lifetime ?? TimeSpan.FromDays(14)),
    };

    internal AuthorizationCode Code(string text, Authorization authorization) => new()
    {
        Hash = SecretHash.Of(text),
        Authorization = authorization,
        ExpiresAt = clock.GetUtcNow().AddSeconds(60),
        RedirectUri = Shop.RedirectUri,
        RedirectUriSent = true,
    };

    internal DeviceCode Device(string text, string userCode, Authorization? authorization = null) => new()
    {
        Hash = SecretHash.Of(text),
        UserCodeHash = SecretHash.Of(userCode),
        Authorization = authorization ?? Authorization(subject: null, endless: true),
        ExpiresAt = clock.GetUtcNow().AddMinutes(10),
        Interval = TimeSpan.FromSeconds(5),
    };

    internal Token Pair(Authorization authorization, string? access = null, string? refresh = null) =>
        new() { Access = Access(access ?? Text(), authorization), Refresh = Refresh(refresh ?? Text(), authorization) };
}
