namespace OAuth2Server;

/// <summary>Finds the parameters of an authorization request: as they were sent, in a request object (RFC 9101), or pushed before (RFC
/// 9126). Where the request names an object or a pushed request, nothing beside it counts.</summary>
internal sealed class RequestSource(PushedRequests? pushed, IRequestObjectReader? objects)
{
    private const string ObjectParameter = "request";
    private const string UriParameter = "request_uri";

    /// <summary>Writes into the metadata which requests are read.</summary>
    internal void Describe(ServerMetadata metadata)
    {
        metadata.Add("request_parameter_supported", objects is not null);
        // Left out it would mean true (OpenID Connect Discovery §3). It is about addresses to load; a request_uri of a pushed request is
        // always accepted (RFC 9126 §5).
        metadata.Add("request_uri_parameter_supported", false);
        if (objects is null) return;
        metadata.Add("request_object_signing_alg_values_supported", objects.Algorithms);
        // A client may ask for it alone.
        metadata.Add("require_signed_request_object", false);
    }

    /// <summary>Puts the parameters of the object, or of the pushed request, in the place of those that were sent.</summary>
    /// <remarks>The redirect URI is not proven yet, so that an error is shown to the user.</remarks>
    /// <returns><c>invalid_request_uri</c>, <c>invalid_request_object</c>; <c>invalid_request</c> for two of them.</returns>
    internal async ValueTask<OAuthError?> FindAsync(AuthorizationDraft draft, CancellationToken ct)
    {
        var (context, sent) = (draft.Context, draft.Context.Parameters);
        draft.Sent = sent;
        var (requestObject, requestUri) = (sent[ObjectParameter], sent[UriParameter]);
        if (requestObject is not null && requestUri is not null)
            return OAuthError.InvalidRequest("request and request_uri are both sent.", "RFC 9101 §5");
        if (draft.IsPushed && RefusePushed(context) is { } mayNotBePushed) return mayNotBePushed;
        if (requestUri is not null) return await UsePushedAsync(draft, requestUri, ct);
        if (requestObject is null || objects is null) return null;

        if ((await objects.ReadAsync(requestObject, draft.Client, context, ct)).IsError(out var error, out var inner)) return error;
        if (Problem(inner, draft.Client) is { } problem)
            return new OAuthError("invalid_request_object", problem) { Rule = "RFC 9101 §4" };
        context.UseParameters(inner);
        draft.IsSigned = true;
        draft.ToResume = Of(draft.Client, ObjectParameter, requestObject);
        return null;
    }

    /// <summary>Refuses a reference in the place of a request that is pushed.</summary>
    internal static OAuthError? RefusePushed(OAuthContext context) => context[UriParameter] is null
        ? null
        : OAuthError.InvalidRequest("request_uri may not be pushed.", "RFC 9126 §2.1");

    /// <summary>Whether the parameters are in a request object, or were pushed before.</summary>
    internal static bool IsElsewhere(OAuthContext context) => context[ObjectParameter] is not null || context[UriParameter] is not null;

    /// <summary>Refuses, before the client is looked up, an object or a reference that no client could use.</summary>
    internal async ValueTask<OAuthError?> RefuseAsync(string clientId, OAuthContext context, CancellationToken ct)
    {
        if (context[UriParameter] is { } uri)
        {
            if (pushed is null || !PushedRequests.IsUri(uri)) return UriNotSupported;
            return (await pushed.LookUpAsync(uri, clientId, context, ct)).IsError(out var error, out _) ? error : null;
        }
        if (context[ObjectParameter] is not { } requestObject) return null;
        return objects is null ? ObjectNotSupported
            : requestObject.Count(c => c == '.') == 2 ? null
            : new("invalid_request_object", "The request object is no signed JWT.") { Rule = "RFC 9101 §4" };
    }

    /// <summary>Refuses what <see cref="FindAsync"/> left in its place: the server has no reader for it. The client gets the error, where
    /// the parameters beside it have a redirect URI.</summary>
    internal static OAuthError? CheckSupported(AuthorizationDraft draft)
    {
        var parameters = draft.Context.Parameters;
        // A client that sends a request object believes that its parameters are signed.
        if (parameters[ObjectParameter] is not null) return ObjectNotSupported;
        return parameters[UriParameter] is null ? null : UriNotSupported;
    }

    private static OAuthError ObjectNotSupported =>
        new("request_not_supported", "The server reads no request objects.") { Rule = "RFC 9101 §7" };

    // To load what an address of the client has would let any client make the server send requests (RFC 9101 §10.4.1).
    private static OAuthError UriNotSupported =>
        new("request_uri_not_supported", "request_uri must be one that this server gave for a pushed request.") { Rule = "RFC 9101 §7" };

    /// <summary>Refuses a request that is not pushed or not signed, where it must be.</summary>
    internal static OAuthError? CheckRequired(AuthorizationDraft draft, bool mustPush)
    {
        // What was pushed was checked then.
        if (draft.Pushed is not null) return null;
        if (!draft.IsPushed && (mustPush || draft.Client.RequirePushedAuthorizationRequests))
            return OAuthError.InvalidRequest("The authorization request must be pushed.", "RFC 9126 §5, §6");
        return draft.Client.RequireSignedRequestObject && !draft.IsSigned
            ? OAuthError.InvalidRequest("The authorization request must be a signed request object.", "RFC 9101 §10.5")
            : null;
    }

    /// <summary>Saves a request object that came by value, so that the browser goes on with a short <c>request_uri</c>, and the end of the
    /// object does not limit the time of the sign-in.</summary>
    internal async ValueTask KeepAsync(AuthorizationDraft draft, CancellationToken ct)
    {
        if (pushed is null || !draft.IsSigned || draft.Pushed is not null) return;
        if (await pushed.KeepVisitedAsync(draft, ct) is not { } kept) return;
        draft.Pushed = kept.Request;
        draft.ToResume = Of(draft.Client, UriParameter, kept.Uri);
    }

    private async ValueTask<OAuthError?> UsePushedAsync(AuthorizationDraft draft, string uri, CancellationToken ct)
    {
        if (pushed is null || !PushedRequests.IsUri(uri)) return null;
        if ((await pushed.FindAsync(uri, draft.Client, draft.Context, ct)).IsError(out var error, out var request)) return error;
        draft.Context.UseParameters(RequestParameters.FromQuery(request.Parameters));
        (draft.Pushed, draft.Properties) = (request, request.Properties);
        draft.ToResume = Of(draft.Client, UriParameter, uri);
        return null;
    }

    private static string? Problem(RequestParameters inner, Client client) =>
        inner["client_id"] != client.Id ? "client_id in the request object is not that of the request."
        : inner[ObjectParameter] is not null || inner[UriParameter] is not null ? "The request object has request or request_uri in it."
        : null;

    // What the browser must bring again: nothing beside it counts.
    private static RequestParameters Of(Client client, string name, string value) =>
        RequestParameters.Of([new("client_id", client.Id), new(name, value)]);
}
