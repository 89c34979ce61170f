using Microsoft.AspNetCore.Http;

namespace OAuth2Server.AspNetCore;

/// <summary>A device's request as the page asks the signed-in user about it.</summary>
public sealed class DevicePrompt
{
    private readonly AuthorizationServer _server;
    private readonly SignedIn _signedIn;
    private readonly HttpContext _http;

    internal DevicePrompt(AuthorizationServer server, DeviceRequest request, string ticket, SignedIn signedIn, HttpContext http) =>
        (_server, Request, Ticket, _signedIn, _http) = (server, request, ticket, signedIn, http);

    /// <summary>What the device requests, for which client, and the code to compare with the device's.</summary>
    public DeviceRequest Request { get; }

    /// <summary>What the user reads about the authorization details of the request, one text for each object (RFC 9396): show all of them.
    /// Empty when there are none.</summary>
    public IReadOnlyList<string> AuthorizationDetailsTexts => _server.Describe(Request.AuthorizationDetails);

    /// <summary>What the form sends back in its field <c>ticket</c>.</summary>
    public string Ticket { get; }

    /// <summary>The resource owner allows the request. The device gets its tokens at its next poll.</summary>
    /// <param name="scope">What is allowed of it; null allows all that was requested.</param>
    /// <returns>Null when the answer was recorded; <c>invalid_grant</c> when the request is expired or was answered before;
    /// <c>access_denied</c> or <c>invalid_scope</c>
    /// when nothing of it may be given, which denies the request; <c>server_error</c>.</returns>
    public ValueTask<OAuthError?> AllowAsync(Scope? scope = null) => AnswerAsync(_signedIn.Allow(scope ?? Request.Scope));

    /// <summary>The resource owner denies the request. The device gets <c>access_denied</c> at its next poll.</summary>
    /// <returns>Null when the answer was recorded; <c>invalid_grant</c> when the request is expired or was answered before;
    /// <c>server_error</c>.</returns>
    public ValueTask<OAuthError?> DenyAsync() => AnswerAsync(new Decision.Denied());

    /// <summary>The request: the ticket is the user's secret.</summary>
    public override string ToString() => Request.ToString();

    private ValueTask<OAuthError?> AnswerAsync(Decision decision) =>
        _server.CompleteDeviceAsync(Request, decision, _http.GetOAuthContext(), _http.RequestAborted);
}
