using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using OAuth2Server.AspNetCore;

namespace Snippets;

internal static class Logout
{
    internal static void Map(WebApplication app)
    {
        // snippet: page
        app.MapGet("/logout", async (HttpContext http, LogoutInteraction logout, IAntiforgery forms) =>
        {
            var prompt = await logout.OpenAsync(http);
            // After the sign-out a prompt has the pages of clients to load, and where the browser goes then.
            if (prompt is { IsQuestion: false } || http.User.Identity?.IsAuthenticated != true) return MyPages.SignedOut(prompt);
            return MyPages.AskForSignOut(prompt?.ClientName, prompt?.Ticket, forms.GetAndStoreTokens(http).RequestToken);
        });
        app.MapPost("/logout", async (HttpContext http, LogoutInteraction logout, IAntiforgery forms) =>
        {
            await forms.ValidateRequestAsync(http);
            return await logout.OpenAsync(http) is { IsQuestion: true } prompt
                ? await prompt.ConfirmAsync()
                : await logout.SignOutAsync(http, returnPath: "/");
        });
        // end-snippet
    }

    private static class MyPages
    {
        internal static IResult SignedOut(LogoutPrompt? prompt) => Results.Text(prompt?.Target ?? "");

        internal static IResult AskForSignOut(string? client, string? ticket, string? formToken) =>
            Results.Text($"{client} {ticket} {formToken}");
    }
}
