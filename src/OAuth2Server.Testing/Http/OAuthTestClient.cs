using System.Buffers.Text;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using Xunit;

namespace OAuth2Server.Testing;

/// <summary>An OAuth client for tests of your application, together with the browser of its user.</summary>
/// <remarks>
/// It uses HTTP only and fails the test where the protocol is broken. Authorization requests have PKCE (RFC 7636) and a state; answers
/// must give the state back, and the issuer where one is set (RFC 9207).
/// </remarks>
/// <param name="http">Reaches the application, for instance <c>TestServer.CreateClient()</c>. It must not follow redirects.</param>
public sealed class OAuthTestClient(HttpClient http)
{
    private readonly CookieContainer _cookies = new();

    /// <summary>The client identifier.</summary>
    public required string ClientId { get; init; }

    /// <summary>The secret of a confidential client, sent by HTTP Basic; null for a public client.</summary>
    public string? ClientSecret { get; init; }

    /// <summary>The redirect URI of the client. Nothing is sent to it: the walk ends when the browser is redirected there.</summary>
    /// <value>Needed for authorization requests.</value>
    public string RedirectUri { get; init; } = "https://client.example.com/callback";

    /// <summary>The issuer that answers must name; null does not check it.</summary>
    public string? Issuer { get; init; }

    /// <summary>The scope to ask for; null names none.</summary>
    public string? Scope { get; init; }

    /// <summary>Whether the browser keeps its cookies from one authorization request to the next: the user stays signed in.</summary>
    /// <value>Default false: each request begins in a new browser, and the user signs in each time.</value>
    public bool StaysSignedIn { get; init; }

    /// <summary>The authorization endpoint.</summary>
    /// <value>Default <c>/oauth2/authorize</c>.</value>
    public string AuthorizationEndpoint { get; init; } = "/oauth2/authorize";

    /// <summary>The token endpoint.</summary>
    /// <value>Default <c>/oauth2/token</c>.</value>
    public string TokenEndpoint { get; init; } = "/oauth2/token";

    /// <summary>Walks from an authorization request to its answer, through the application's pages.</summary>
    /// <param name="pages">What to do on each page, in this order: sign in, consent. A page too many or too few fails the test.</param>
    /// <returns>The answer, with a code or an error; state and issuer are checked.</returns>
    public Task<AuthorizationAnswer> AuthorizeAsync(params PageStep[] pages) => AuthorizeAsync(new Dictionary<string, string?>(), pages);

    /// <summary>The same with other parameters.</summary>
    /// <param name="parameters">Added to the request, in the place of one of the same name; null removes one.</param>
    /// <param name="pages">What to do on each page.</param>
    public async Task<AuthorizationAnswer> AuthorizeAsync(IReadOnlyDictionary<string, string?> parameters, params PageStep[] pages)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentNullException.ThrowIfNull(pages);
        var (verifier, state) = (Texts.Random(), Texts.Random());
        var query = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["response_type"] = "code",
            ["client_id"] = ClientId,
            ["redirect_uri"] = RedirectUri,
            ["scope"] = Scope,
            ["state"] = state,
            ["code_challenge"] = Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(verifier))),
            ["code_challenge_method"] = "S256",
        };
        foreach (var (name, value) in parameters) query[name] = value;

        var separator = AuthorizationEndpoint.Contains('?', StringComparison.Ordinal) ? '&' : '?';
        var browser = new Browser(http, RedirectUri, StaysSignedIn ? _cookies : new());
        var end = await browser.WalkAsync(AuthorizationEndpoint + separator + Encode(query), pages);
        return Checked(AuthorizationAnswer.Read(end, verifier), query["state"]);
    }

    /// <summary>Redeems a code.</summary>
    /// <param name="answer">What <see cref="AuthorizeAsync(PageStep[])"/> gave.</param>
    public Task<TokenAnswer> RedeemAsync(AuthorizationAnswer answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        Assert.True(answer.Code is not null, $"The authorization was answered with an error: {answer.Error} {answer.ErrorDescription}");
        return TokenAsync(new()
        {
            ["grant_type"] = "authorization_code",
            ["code"] = answer.Code,
            ["redirect_uri"] = RedirectUri,
            ["code_verifier"] = answer.CodeVerifier,
        });
    }

    /// <summary>Refreshes.</summary>
    /// <param name="refreshToken">The refresh token.</param>
    /// <param name="scope">Less scope than before; null for all of it.</param>
    public Task<TokenAnswer> RefreshAsync(string? refreshToken, string? scope = null)
    {
        Assert.True(refreshToken is not null, "There is no refresh token: the client may not be registered for refresh_token.");
        return TokenAsync(new() { ["grant_type"] = "refresh_token", ["refresh_token"] = refreshToken, ["scope"] = scope });
    }

    /// <summary>Asks for a token for the client itself.</summary>
    public Task<TokenAnswer> ClientCredentialsAsync() => TokenAsync(new() { ["grant_type"] = "client_credentials", ["scope"] = Scope });

    /// <summary>Asks for a token with a user's name and password, for old clients only (RFC 9700 §2.4).</summary>
    /// <param name="username">The name.</param>
    /// <param name="password">The password.</param>
    public Task<TokenAnswer> PasswordAsync(string username, string password) =>
        TokenAsync(new() { ["grant_type"] = "password", ["username"] = username, ["password"] = password, ["scope"] = Scope });

    /// <summary>Sends any token request, authenticated as this client.</summary>
    /// <param name="form">The parameters; null leaves one out.</param>
    public async Task<TokenAnswer> TokenAsync(Dictionary<string, string?> form)
    {
        ArgumentNullException.ThrowIfNull(form);
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(TokenEndpoint, UriKind.RelativeOrAbsolute));
        var sent = new Dictionary<string, string?>(form, StringComparer.Ordinal);
        if (ClientSecret is null) sent.TryAdd("client_id", ClientId);
        else request.Headers.Authorization = new("Basic", Basic(ClientId, ClientSecret));
        request.Content = new StringContent(Encode(sent), Encoding.UTF8, new MediaTypeHeaderValue("application/x-www-form-urlencoded"));

        using var response = await http.SendAsync(request);
        return await TokenAnswer.ReadAsync(response);
    }

    /// <summary>Calls an API with a bearer token.</summary>
    /// <param name="uri">Where.</param>
    /// <param name="accessToken">The access token; null calls without one.</param>
    /// <param name="method">How; null is GET.</param>
    public async Task<HttpResponseMessage> CallAsync(string uri, string? accessToken, HttpMethod? method = null)
    {
        using var request = new HttpRequestMessage(method ?? HttpMethod.Get, new Uri(uri, UriKind.RelativeOrAbsolute));
        if (accessToken is not null) request.Headers.Authorization = new("Bearer", accessToken);
        return await http.SendAsync(request);
    }

    private AuthorizationAnswer Checked(AuthorizationAnswer answer, string? state)
    {
        // Without these two checks a client would accept a code from another session or another server (RFC 9700 §4.4, §4.7).
        Assert.True(answer.State == state, "The answer does not bring the state of the request back (RFC 6749 §4.1.2).");
        Assert.True(Issuer is null || answer.Issuer == Issuer, $"The answer's iss is '{answer.Issuer}', not '{Issuer}' (RFC 9207 §2).");
        Assert.True(answer.Code is null != answer.Error is null, "The answer has either a code or an error (RFC 6749 §4.1.2).");
        return answer;
    }

    private static string Basic(string id, string secret) =>
        Convert.ToBase64String(Encoding.UTF8.GetBytes($"{FormEncode(id)}:{FormEncode(secret)}"));

    private static string Encode(Dictionary<string, string?> parameters) =>
        string.Join('&', parameters.Where(p => p.Value is not null).Select(p => $"{FormEncode(p.Key)}={FormEncode(p.Value!)}"));

    private static string FormEncode(string text) => Uri.EscapeDataString(text);
}
