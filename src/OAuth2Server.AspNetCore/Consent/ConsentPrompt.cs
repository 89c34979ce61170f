using System.Collections.Immutable;
using Microsoft.AspNetCore.Http;

namespace OAuth2Server.AspNetCore;

/// <summary>An authorization request as the consent page asks the signed-in user about it. The answer validates the request again, so that
/// a client that changed meanwhile is treated as it is now.</summary>
public sealed class ConsentPrompt
{
    private readonly ConsentInteraction _interaction;
    private readonly SealedConsent _sealed;
    private readonly HttpContext _http;
    private readonly SignedIn _signedIn;

    internal ConsentPrompt(
        ConsentInteraction interaction, SealedConsent content, AuthorizationDetails details, string ticket, SignedIn signedIn,
        HttpContext http)
    {
        AuthorizationDetails = details;
        (_interaction, _sealed, _signedIn, _http) = (interaction, content, signedIn, http);
        Ticket = ticket;
    }

    /// <summary>The client's id.</summary>
    public string ClientId => _sealed.Parameters["client_id"]!;

    /// <summary>The client's name for users; its id when it has none.</summary>
    public string ClientName => _sealed.ClientName ?? ClientId;

    /// <summary>Who says what the client is, its name too: the page shows it when it is not the operator.</summary>
    public ClientSource Source => _sealed.Source;

    /// <summary>The host whose owner answers for the client, where it describes itself by a document
    /// (draft-ietf-oauth-client-id-metadata-document-02); null for every other client. The page shows it.</summary>
    public string? DocumentHost => Source == ClientSource.MetadataDocument ? new Uri(ClientId).Authority : null;

    /// <summary>Whether only this client can receive the answer. False for a public client with an address on the device of the user: any
    /// application there can claim to be this client (RFC 8252 §8.6). The page warns of it, and is shown at each request.</summary>
    public bool IsClientProven => MayBeRemembered(_sealed.ClientType, RedirectUri);

    /// <summary>The requested scope, defaults filled in.</summary>
    public Scope Scope => _sealed.Scope;

    /// <summary>What of <see cref="Scope"/> the user allowed this client before, for these <see cref="Resources"/>: the page shows it and
    /// need not ask for it.</summary>
    /// <value>Empty when nothing is remembered, when the request asks for a new consent, and while <see cref="IsClientProven"/> is
    /// false.</value>
    public Scope GrantedScope => _sealed.Granted;

    /// <summary>The rest of <see cref="Scope"/>: what the page asks for. When the user allows none of it, call <see cref="DenyAsync"/>:
    /// the client gets <c>access_denied</c>, and what was allowed before stays.</summary>
    public Scope AskedScope => Scope.Except(GrantedScope);

    /// <summary>The resources that the tokens will be for; empty means any (RFC 8707).</summary>
    public ImmutableArray<string> Resources => _sealed.Resources;

    /// <summary>The authorization details that the request asks for (RFC 9396); empty for none.</summary>
    public AuthorizationDetails AuthorizationDetails { get; }

    /// <summary>What the user reads about them, one text for each object: show all of them, encoded.</summary>
    public IReadOnlyList<string> AuthorizationDetailsTexts => _interaction.Describe(AuthorizationDetails);

    /// <summary>Where the answer goes.</summary>
    public string RedirectUri => _sealed.RedirectUri;

    /// <summary>The parameters that bring the browser back to the authorization endpoint with this request: of a pushed request
    /// <c>client_id</c> and <c>request_uri</c>, otherwise what the browser sent.</summary>
    public RequestParameters Parameters => _sealed.Parameters;

    /// <summary>What the form sends back in its field <c>ticket</c>.</summary>
    public string Ticket { get; }

    /// <summary>The resource owner allows the request.</summary>
    /// <param name="scope">What is allowed of it, with what of <see cref="GrantedScope"/> it shall have; null allows all that was
    /// requested.</param>
    /// <param name="remember">Whether to save it in the <see cref="IConsentModel"/>, if the model is one. What is not allowed of the
    /// requested scope is removed from what is remembered in any case, for these <see cref="Resources"/>: it is asked for again.
    /// <see cref="AuthorizationDetails"/> are never remembered.</param>
    /// <returns>The redirect to the client, with a code; 400 when the request is no longer valid. A ticket gives one code: when the same
    /// form is sent again, after a double click or the back button, the browser is redirected to the authorization endpoint with the same
    /// request, which asks again. A pushed request gives one code (RFC 9126 §4): it is answered with an error there. The browser is also
    /// redirected there when the consent to <see cref="GrantedScope"/> was withdrawn or changed since the page was shown.</returns>
    public async ValueTask<IResult> AllowAsync(Scope? scope = null, bool remember = false)
    {
        var (context, ct) = (_http.GetOAuthContext(), _http.RequestAborted);
        if (await _interaction.ValidateAsync(_sealed, context, ct) is not { } request) return TypedResults.BadRequest();
        if (!await _interaction.UseAsync(Ticket, ct)) return Again();
        var allowed = scope is null ? request.Scope : scope.Intersect(request.Scope);
        if (await _interaction.CompleteAsync(request, _signedIn, allowed, GrantedScope, context, ct) is not { } response) return Again();
        // Only what took effect is remembered. To allow nothing of a scope takes effect, too.
        if ((response.Error is null || allowed.IsEmpty) && MayBeRemembered(request.Client.Type, request.RedirectUri))
        {
            var answer = new ConsentAnswer(_signedIn.User, allowed, remember ? allowed : Scope.Empty);
            await _interaction.RememberAsync(request, answer, context, ct);
        }
        return new OAuthResult(response);
    }

    /// <summary>The resource owner denies the request.</summary>
    /// <returns>The redirect to the client, with <c>access_denied</c>; 400 when the request is no longer valid. A denial does not use the
    /// ticket: it gives the client nothing, and a user who goes back may still allow the request. A pushed request is answered by it (RFC
    /// 9126 §4): the client must push again.</returns>
    public async ValueTask<IResult> DenyAsync()
    {
        var (context, ct) = (_http.GetOAuthContext(), _http.RequestAborted);
        if (await _interaction.ValidateAsync(_sealed, context, ct) is not { } request) return TypedResults.BadRequest();
        return new OAuthResult(await _interaction.DenyAsync(request, context, ct));
    }

    /// <summary>The client: the ticket is the user's secret.</summary>
    public override string ToString() => $"ConsentPrompt({ClientId}: {Scope})";

    // 303, so that the browser does not send the form there.
    private SeeOther Again() => new($"{_http.Request.PathBase}{_sealed.Path}?{Parameters.ToQuery()}");

    /// <summary>Any application on a device can claim a public client's private-use or loopback URI: only a URI that proves the client's
    /// identity may skip the page (RFC 8252 §8.6).</summary>
    internal static bool MayBeRemembered(ClientType type, string redirectUri) =>
        type == ClientType.Confidential || redirectUri.StartsWith("https:", StringComparison.OrdinalIgnoreCase);
}
