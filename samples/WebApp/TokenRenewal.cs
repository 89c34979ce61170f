using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace WebApp;

/// <summary>Renews the access token in the cookie when it is about to expire. The handler does not do this.</summary>
internal static class TokenRenewal
{
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(5);

    internal static async Task RenewAsync(CookieValidatePrincipalContext context)
    {
        var (http, properties) = (context.HttpContext, context.Properties);
        if (properties.GetTokenValue("refresh_token") is not { } refreshToken) return;
        var expiresAt = DateTimeOffset.Parse(properties.GetTokenValue("expires_at")!, CultureInfo.InvariantCulture);
        var now = http.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow();
        if (now + Margin < expiresAt) return;

        var options = http.RequestServices.GetRequiredService<IOptionsMonitor<OpenIdConnectOptions>>()
            .Get(OpenIdConnectDefaults.AuthenticationScheme);
        var server = await options.ConfigurationManager!.GetConfigurationAsync(http.RequestAborted);
        using var form = new FormUrlEncodedContent(
        [
            new("grant_type", "refresh_token"), new("refresh_token", refreshToken),
            new("client_id", options.ClientId), new("client_secret", options.ClientSecret),
        ]);
        using var response = await options.Backchannel.PostAsync(new Uri(server.TokenEndpoint), form, http.RequestAborted);
        if (response.StatusCode == HttpStatusCode.BadRequest)
        {
            // The user ended the access, or was signed out at the server.
            context.RejectPrincipal();
            await http.SignOutAsync(context.Scheme.Name);
        }

        if (!response.IsSuccessStatusCode) return;
        var answer = new OpenIdConnectMessage(await response.Content.ReadAsStringAsync(http.RequestAborted));
        var lifetime = TimeSpan.FromSeconds(int.Parse(answer.ExpiresIn, CultureInfo.InvariantCulture));
        properties.UpdateTokenValue("access_token", answer.AccessToken);
        properties.UpdateTokenValue("refresh_token", answer.RefreshToken);
        properties.UpdateTokenValue("expires_at", (now + lifetime).ToString("o", CultureInfo.InvariantCulture));
        context.ShouldRenew = true;
    }
}
