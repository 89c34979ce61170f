using System.Text.Json;
using System.Web;
using Microsoft.EntityFrameworkCore;
using OAuth2Server.Testing;

namespace OAuth2Server.EntityFrameworkCore.Tests;

/// <summary>The photo app and its user going through the whole server, every request with a DbContext of its own.</summary>
internal sealed class CodeFlow(Shop shop, User user)
{
    internal DbContextOptions<ShopDb>? Options { get; set; }

    internal async Task<string> AuthorizeAsync() =>
        await AuthorizeSilentlyAsync(null) ?? throw new InvalidOperationException("There is no code.");

    /// <summary>The code of a decision that rests on a consent; null when the consent does not stand.</summary>
    internal async Task<string?> AuthorizeSilentlyAsync(Consent? consent)
    {
        var request = new TestOAuthRequest(("response_type", "code"), ("client_id", Shop.PhotoApp.Id),
            ("redirect_uri", Shop.RedirectUri), ("scope", "photos.read"),
            ("code_challenge", "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"), ("code_challenge_method", "S256"))
        { HttpMethod = "GET", RequestUri = new("https://auth.example.com/oauth2/authorize") };
        var response = await shop.CallAsync(async m =>
        {
            var server = shop.Server(m);
            Assert.True((await server.AuthorizeAsync(request)).IsValid(out var valid, out _));
            return await server.CompleteAsync(valid!, new Decision.Allowed(user, valid!.Scope) { Consent = consent });
        }, Options);
        return HttpUtility.ParseQueryString(new Uri(response.Header("Location")!).Query)["code"];
    }

    internal async Task<(string Access, string Refresh)> RedeemAsync(string code) =>
        Tokens(await TokenAsync(("grant_type", "authorization_code"), ("code", code), ("redirect_uri", Shop.RedirectUri),
            ("code_verifier", Shop.Verifier)));

    internal async Task<(string Access, string Refresh)> RefreshAsync(string token) =>
        Tokens(await TokenAsync(("grant_type", "refresh_token"), ("refresh_token", token)));

    internal async Task<OAuthResponse> TokenAsync(params (string Name, string Value)[] form)
    {
        var request = new TestOAuthRequest([.. form, ("client_id", Shop.PhotoApp.Id), ("client_secret", Shop.Secret)]);
        return await shop.CallAsync(m => shop.Server(m).TokenAsync(request), Options);
    }

    internal async Task<bool> MayReadAsync(string token)
    {
        var request = new TestOAuthRequest { HttpMethod = "GET" }.WithHeader("Authorization", $"Bearer {token}");
        return await shop.CallAsync(async m =>
            !(await shop.Resources(m).AuthenticateAsync(request, Scope.Of("photos.read"))).IsError(out _, out _));
    }

    private static (string Access, string Refresh) Tokens(OAuthResponse response)
    {
        Assert.True(response.Status == 200, response.Error?.ToString());
        using var json = JsonDocument.Parse(response.Body);
        return (json.RootElement.GetProperty("access_token").GetString()!, json.RootElement.GetProperty("refresh_token").GetString()!);
    }
}
