using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace OAuth2Server.AspNetCore;

/// <summary>What a sign-in page needs to know about the authorization request that waits behind it.</summary>
public sealed class SignInInteraction
{
    private const string Path = "/authorize";

    private readonly SignInTickets _tickets;
    private readonly OAuth2AspNetCoreOptions _options;

    internal SignInInteraction(SignInTickets tickets, IOptions<OAuth2AspNetCoreOptions> options) =>
        (_tickets, _options) = (tickets, options.Value);

    /// <summary>Reads the request that waits.</summary>
    /// <param name="http">The request of the sign-in page.</param>
    /// <param name="returnUrl">Where the browser goes after the sign-in: the <c>RedirectUri</c> of the challenge. Null and the addresses
    /// of other pages have no request.</param>
    public async ValueTask<SignInPrompt> ReadAsync(HttpContext http, string? returnUrl)
    {
        ArgumentNullException.ThrowIfNull(http);
        var question = returnUrl?.IndexOf('?', StringComparison.Ordinal) ?? -1;
        if (question < 0 || !returnUrl.AsSpan(0, question).EndsWith(Path, StringComparison.Ordinal)) return SignInPrompt.None;
        var brought = RequestParameters.FromQuery(returnUrl.AsSpan(question));
        if (brought.Problem is not null) return SignInPrompt.None;
        var (now, ticket) = (await _options.SignedInAsync(http), _tickets.Open(http, brought));
        var parameters = await WaitingRequest.InEffectAsync(http, returnUrl!, brought);
        var prompts = Words(parameters["prompt"]);
        return new()
        {
            MustSignIn = now is null || (ticket is not null && !ticket.IsFollowedBy(now)),
            ClientId = brought["client_id"],
            LoginHint = parameters["login_hint"] is { Length: <= SignInPrompt.MaxLoginHint } hint ? hint : null,
            SelectAccount = prompts.Contains("select_account", StringComparer.Ordinal),
            CreateAccount = prompts.Contains("create", StringComparer.Ordinal),
            ContextClasses = ticket?.ContextClasses ?? [.. Words(parameters["acr_values"])],
            UiLocales = [.. Words(parameters["ui_locales"]).Take(SignInPrompt.MaxLocales)],
        };
    }

    private static string[] Words(string? text) => text?.Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? [];
}
