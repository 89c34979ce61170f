namespace OAuth2Server;

/// <summary>Finds out which client sends a request: the registered type and method decide, never what the request happens to carry.</summary>
internal sealed class ClientAuthentication(IClientAuthenticationMethod[] methods)
{
    /// <summary>The refusal that tells a stranger nothing: unknown client, wrong secret and wrong method read alike.</summary>
    internal static OAuthError Failed(string rule, string detail) => OAuthError.InvalidClient("Client authentication failed.", rule, detail);

    /// <summary>The same refusal as 401, with the scheme that works.</summary>
    internal static OAuthError Challenged(OAuthError error, OAuthContext context) => error.WithChallenge(401, $"Basic realm=\"{context.Issuer}\"");

    internal async ValueTask<Outcome<Client>> AuthenticateAsync(OAuthContext context, CancellationToken ct)
    {
        var outcome = await FindAsync(context, ct);
        if (!outcome.IsError(out var error, out var client))
        {
            context.ClientId = client.Id;
            return client;
        }
        // RFC 6749 §5.2: whoever used the Authorization header is told 401 and the scheme that works.
        return error.Code == "invalid_client" && AuthorizationHeader.IsSent(context.Request) ? Challenged(error, context) : error;
    }

    private async ValueTask<Outcome<Client>> FindAsync(OAuthContext context, CancellationToken ct)
    {
        if (Presented(context.Request).IsError(out var problem, out var method)) return problem;
        if ((await method.Value.AuthenticateAsync(context, ct)).IsError(out var error, out var client)) return error;

        if (!IsRegisteredFor(client, method.Value.Name)) return Failed("RFC 6749 §2.3", $"The client is not registered for {method.Value.Name}.");
        if (context.Request["client_id"] is { } named && named != client.Id)
            return OAuthError.InvalidRequest("client_id names another client than the one that authenticated.", "RFC 6749 §2.3");
        return client;
    }

    private Outcome<Tried> Presented(OAuthRequest request)
    {
        IClientAuthenticationMethod? tried = null, none = null;
        foreach (var method in methods)
        {
            if (method.Name == NoClientAuthentication.MethodName) none = method;
            else if (method.IsPresented(request))
            {
                if (tried is not null) return OAuthError.InvalidRequest("Use one client authentication method, not several.", "RFC 6749 §2.3");
                tried = method;
            }
        }
        if (tried is not null) return new Tried(tried);

        // A header that nobody could read is a failed attempt, not the absence of one: it must not fall back to `none`.
        if (AuthorizationHeader.IsSent(request)) return Failed("RFC 6749 §2.3", "The Authorization header is of no supported scheme, or repeated.");
        return none is not null && none.IsPresented(request) ? new Tried(none) : Failed("RFC 6749 §3.2.1", "The request names no client.");
    }

    // The method `none` is refused for a confidential client even where somebody registered it so (RFC 6749 §3.2.1).
    private static bool IsRegisteredFor(Client client, string method) => (client.Type, method) switch
    {
        (ClientType.Confidential, NoClientAuthentication.MethodName) => false,
        (ClientType.Public, _) when client.AuthenticationMethods.IsDefaultOrEmpty => method == NoClientAuthentication.MethodName,
        (_, _) when client.AuthenticationMethods.IsDefaultOrEmpty => method is "client_secret_basic" or "client_secret_post",
        _ => client.AuthenticationMethods.Contains(method, StringComparer.Ordinal),
    };

    // Outcome<T> cannot hold an interface: C# has no conversions from one.
    private readonly record struct Tried(IClientAuthenticationMethod Value);
}
