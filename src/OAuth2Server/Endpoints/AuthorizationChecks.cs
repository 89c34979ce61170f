namespace OAuth2Server;

/// <summary>The checks of an authorization request, as one ordered list that each endpoint takes its own from.</summary>
internal sealed class AuthorizationChecks(
    IOAuthModel model, OAuth2ServerOptions options, RequestSource source, IRedirectUriPolicy redirectUris, IScopeValidator scopes,
    IAuthorizationCheck[] more)
{
    private const string FormPostRule = "OAuth 2.0 Form Post Response Mode §2";
    private const string ResponseModeRule = "OAuth 2.0 Multiple Response Type Encoding Practices §2.1";

    /// <summary>As long as a whole request may be where it travels in a URL, of which servers take 8 KiB.</summary>
    internal const int MaxStateLength = 4096;

    // Errors above the line are shown to the user: until client and redirect URI are proven, a redirect would make the server an open
    // redirector (RFC 9700 §4.11). The client that pushes a request gets each of them itself.
    private static readonly Row[] Table =
    [
        //  where                                      check
        new(At.Authorize,                              static (c, d, ct) => new(Readable(d))),
        new(At.Authorize,                              static (c, d, ct) => c.FindClientAsync(d, ct)),
        new(At.Authorize | At.Push,                    static (c, d, ct) => c.FindParametersAsync(d, ct)),
        new(At.Authorize | At.Push,                    static (c, d, ct) => new(FindState(d))),
        new(At.Authorize | At.Push,                    static (c, d, ct) => c.FindRedirectUriAsync(d, ct)),
        // ---------------------------------------------------------------------------------------
        new(At.Authorize | At.Push,                    static (c, d, ct) => new(d.Context.Parameters.Problem)),
        new(At.Authorize | At.Push,                    static (c, d, ct) => new(RequestSource.CheckSupported(d))),
        new(At.Authorize | At.Push,                    static (c, d, ct) => new(CheckProfile(d))),
        new(At.Authorize | At.Push,                    static (c, d, ct) => new(c.CheckRequired(d))),
        new(At.Authorize | At.Push,                    static (c, d, ct) => new(CheckState(d))),
        new(At.Authorize | At.Push,                    static (c, d, ct) => new(CheckResponseType(d))),
        new(At.Authorize | At.Push,                    static (c, d, ct) => new(CheckResponseMode(d))),
        new(At.Authorize | At.Push | At.Device,        static (c, d, ct) => new(CheckGrantType(d))),
        new(At.Authorize | At.Push,                    static (c, d, ct) => new(c.FindChallenge(d))),
        new(At.Authorize | At.Push | At.Device,        static (c, d, ct) => c.FindScopeAsync(d, ct)),
        new(At.Authorize | At.Push | At.Device,        static (c, d, ct) => new(c.FindResources(d))),
        new(At.Authorize | At.Push | At.Device,        static (c, d, ct) => c.FindDetailsAsync(d, ct)),
        new(At.Authorize | At.Push,                    static (c, d, ct) => new(AuthenticationDemand.Read(d))),
        new(At.Authorize | At.Push | At.Device,        static (c, d, ct) => c.CheckMoreAsync(d, ct)),
    ];

    /// <summary>The endpoints that take a check. A new one is a column: a flag here.</summary>
    [Flags]
    internal enum At
    {
        Authorize = 1,
        Device = 2,
        Push = 4,
    }

    /// <summary>Runs the checks of one endpoint, in order, up to the first error.</summary>
    internal async ValueTask<OAuthError?> RunAsync(At endpoint, AuthorizationDraft draft, CancellationToken ct)
    {
        foreach (var row in Table)
        {
            if ((row.Where & endpoint) != 0 && await row.Check(this, draft, ct) is { } error) return error;
        }
        return null;
    }

    private static OAuthError? Readable(AuthorizationDraft draft)
    {
        var parameters = draft.Context.Parameters;
        if (parameters.Malformed is { } malformed) return malformed;
        return parameters.IsRepeated("client_id") || parameters.IsRepeated("request") || parameters.IsRepeated("request_uri")
            ? OAuthError.InvalidRequest("client_id, request or request_uri is sent more than once.", "RFC 6749 §3.1")
            : null;
    }

    private async ValueTask<OAuthError?> FindClientAsync(AuthorizationDraft draft, CancellationToken ct)
    {
        if (draft.Context["client_id"] is not { } id || !Grammar.IsVsChar(id))
            return OAuthError.InvalidRequest("client_id is missing or malformed.", "RFC 6749 §4.1.1");
        var refused = ClientAuthentication.DescribesItself(id) ? await RefuseBeforeLookUpAsync(id, draft.Context, ct) : null;
        draft.Context.IsRefusedAnyway = refused is not null;
        var found = await model.GetClientAsync(id, draft.Context, ct);
        draft.Context.IsRefusedAnyway = false;
        if (found is not { } client) return refused ?? OAuthError.InvalidClient("The client is unknown.", "RFC 6749 §4.1.2.1");
        draft.Client = client;
        draft.Context.ClientId = client.Id;
        return null;
    }

    // A client that describes itself is fetched from an address that the sender chose: not for a request that would be refused anyway. A
    // client that is known gets these errors later, at its redirect URI.
    private async ValueTask<OAuthError?> RefuseBeforeLookUpAsync(string clientId, OAuthContext context, CancellationToken ct) =>
        await source.RefuseAsync(clientId, context, ct) ?? RefuseBeforeLookUp(context);

    /// <summary>Why a request is refused for every client; null when that depends on the client.</summary>
    internal static OAuthError? RefuseBeforeLookUp(OAuthContext context) =>
        context.Parameters.Problem ?? (RequestSource.IsElsewhere(context) ? null
            : context["response_type"] is null ? OAuthError.InvalidRequest("response_type is missing.", "RFC 6749 §4.1.1")
            : context["response_type"] != "code" ? OAuthError.UnsupportedResponseType("response_type must be code.")
            : context["code_challenge"] is null ? OAuthError.InvalidRequest("code_challenge is missing.", "RFC 7636 §4.4.1")
            : null);

    private ValueTask<OAuthError?> FindParametersAsync(AuthorizationDraft draft, CancellationToken ct) => source.FindAsync(draft, ct);

    private async ValueTask<OAuthError?> FindRedirectUriAsync(AuthorizationDraft draft, CancellationToken ct)
    {
        var (client, named) = (draft.Client, draft.Context["redirect_uri"]);
        if (draft.Context.Parameters.IsRepeated("redirect_uri"))
            return OAuthError.InvalidRequest("redirect_uri is sent more than once.", "RFC 6749 §3.1");
        draft.RedirectUriSent = named is not null;
        // To choose one of several would send the code where the client does not expect it (RFC 6749 §3.1.2.3).
        if (named is null && client.RedirectUris.Length != 1)
            return OAuthError.InvalidRequest("redirect_uri is missing, and the client has not exactly one.", "RFC 6749 §3.1.2.3");
        var uri = named ?? client.RedirectUris[0];
        if (RedirectUri.Problem(uri, client.SchemesWithoutDot) is { } problem)
            return OAuthError.InvalidRequest("redirect_uri may not be used.", "RFC 9700 §2.1", problem);
        if (named is not null && !await redirectUris.ValidateRedirectUriAsync(uri, client, draft.Context, ct))
            return OAuthError.InvalidRequest("redirect_uri is not registered for the client.", "RFC 6749 §3.1.2.4");
        draft.RedirectUri = uri;
        // Errors that follow are answered in the same way.
        draft.PostsForm = draft.Context["response_mode"] == "form_post" && IsWeb(uri);
        return null;
    }

    // Every redirect, with an error too, carries exactly the state that was received (RFC 6749 §4.1.2.1). Where that is not possible, there
    // is no redirect: without its state the client cannot tell the answer from a forged one.
    private static OAuthError? FindState(AuthorizationDraft draft)
    {
        draft.State = draft.Context["state"];
        if (draft.State?.Length > MaxStateLength)
            return OAuthError.InvalidRequest($"state is longer than {MaxStateLength} characters.", "RFC 6749 §4.1.2.1");
        return draft.Context.Parameters.IsRepeated("state")
            ? OAuthError.InvalidRequest("state is sent more than once.", "RFC 6749 §3.1")
            : null;
    }

    private OAuthError? CheckRequired(AuthorizationDraft draft) =>
        RequestSource.CheckRequired(draft, options.RequirePushedAuthorizationRequests);

    private static OAuthError? CheckState(AuthorizationDraft draft) => draft.State is { } state && !Grammar.IsVsChar(state)
        ? OAuthError.InvalidRequest("state is malformed.", "RFC 6749 §A.5")
        : null;

    private static OAuthError? CheckProfile(AuthorizationDraft draft) =>
        ProfileChecks.RefuseAuthorization(draft.Client, draft.IsPushed || draft.Pushed is not null, draft.RedirectUriSent, draft.Context);

    private static OAuthError? CheckResponseType(AuthorizationDraft draft) => draft.Context["response_type"] switch
    {
        "code" => null,
        null => OAuthError.InvalidRequest("response_type is missing.", "RFC 6749 §4.1.1"),
        _ => OAuthError.UnsupportedResponseType("response_type must be code."),
    };

    private static OAuthError? CheckResponseMode(AuthorizationDraft draft) => draft.Context["response_mode"] switch
    {
        null or "query" => null,
        "form_post" => draft.PostsForm
            ? null
            : OAuthError.InvalidRequest("response_mode form_post needs an http or https redirect_uri.", FormPostRule),
        _ => OAuthError.InvalidRequest("response_mode must be query or form_post.", ResponseModeRule),
    };

    private static bool IsWeb(string uri) =>
        uri.StartsWith("https:", StringComparison.OrdinalIgnoreCase) || uri.StartsWith("http:", StringComparison.OrdinalIgnoreCase);

    private static OAuthError? CheckGrantType(AuthorizationDraft draft) =>
        draft.Client.GrantTypes.Contains(draft.GrantType, StringComparer.Ordinal) ? null
        : draft.GrantType == DeviceCodeGrant.Name
            ? OAuthError.UnauthorizedClient("The client is not registered for the device authorization grant.", "RFC 8628 §3.1")
            : OAuthError.UnauthorizedClient("The client is not registered for authorization codes.", "RFC 6749 §4.1.2.1");

    private OAuthError? FindChallenge(AuthorizationDraft draft)
    {
        var client = ProfileChecks.DemandsS256(draft.Client, draft.Context) ? draft.Client with { RequirePkce = true } : draft.Client;
        var allowsPlain = options.AllowPlainPkce && !ProfileChecks.ForbidsPlain(client, draft.Context);
        if (Pkce.Read(draft.Context.Parameters, client, allowsPlain).IsError(out var error, out var challenge)) return error;
        draft.Challenge = challenge;
        return null;
    }

    private async ValueTask<OAuthError?> FindScopeAsync(AuthorizationDraft draft, CancellationToken ct)
    {
        if (!draft.Context.Parameters.TryGetScope(out var requested)) return OAuthError.InvalidScope("scope is malformed.");
        requested ??= RequestedDetails.ScopeBeside(draft.Context);
        if ((await scopes.ValidateScopeAsync(user: null, draft.Client, requested, draft.Context, ct)).IsError(out var error, out var scope))
            return error;
        draft.Scope = scope;
        return null;
    }

    private OAuthError? FindResources(AuthorizationDraft draft)
    {
        if (ResourceIndicators.Read(draft.Context.Parameters, options).IsError(out var error, out var resources)) return error;
        draft.Resources = resources;
        return null;
    }

    private async ValueTask<OAuthError?> FindDetailsAsync(AuthorizationDraft draft, CancellationToken ct)
    {
        var read = await RequestedDetails.ReadAsync(draft.Client, isAsked: true, draft.Context, options, ct);
        if (read.IsError(out var error, out var found)) return error;
        draft.AuthorizationDetails = found;
        return null;
    }

    private async ValueTask<OAuthError?> CheckMoreAsync(AuthorizationDraft draft, CancellationToken ct)
    {
        foreach (var check in more)
        {
            if (await check.CheckAsync(draft, ct) is { } error) return error;
        }
        return null;
    }

    private sealed record Row(At Where, Func<AuthorizationChecks, AuthorizationDraft, CancellationToken, ValueTask<OAuthError?>> Check);
}
