namespace OAuth2Server;

/// <summary>Finds out which client sent a request: the registered type and method decide, not what the request carries (RFC 6749
/// §2.3).</summary>
/// <remarks>An endpoint of your own asks for it in its constructor.</remarks>
public sealed class ClientAuthentication
{
    /// <summary>The name under which unknown clients are counted. No client can have it (§A.1).</summary>
    private const string UnknownClient = "\n";

    /// <summary>The hash of a text that is generated at the start and not kept.</summary>
    private static readonly SecretHash NoSecret = SecretHash.Of(RandomText.Of(RandomText.Secret));

    private readonly IClientAuthenticationMethod[] _methods;

    /// <summary>Takes the methods that the server accepts.</summary>
    /// <param name="methods">The methods.</param>
    public ClientAuthentication(IEnumerable<IClientAuthenticationMethod> methods)
    {
        ArgumentNullException.ThrowIfNull(methods);
        _methods = methods as IClientAuthenticationMethod[] ?? [.. methods];
    }

    /// <summary>The methods.</summary>
    internal IReadOnlyCollection<IClientAuthenticationMethod> Methods => _methods;

    /// <summary>The names of the methods: <c>none</c> first, because clients without a secret take the first one; then in their
    /// order.</summary>
    internal IEnumerable<string> Names =>
        _methods.Select(method => method.Name).OrderBy(name => name != NoClientAuthentication.MethodName);

    /// <summary>The signature algorithms of the methods, each once.</summary>
    internal IEnumerable<string> SigningAlgorithms =>
        _methods.SelectMany(method => method.SigningAlgorithms).Distinct(StringComparer.Ordinal);

    /// <summary>Authenticates the client of a request.</summary>
    /// <param name="context">The request.</param>
    /// <param name="ct">Cancelled when the client closes the connection.</param>
    /// <returns>The client; <c>invalid_client</c>, 401 with a challenge (§5.2); <c>invalid_request</c> for two methods or two clients;
    /// <c>temporarily_unavailable</c> (429) while the key is blocked.</returns>
    public ValueTask<Outcome<Client>> AuthenticateAsync(OAuthContext context, CancellationToken ct) =>
        AuthenticateAsync(context, refusal: null, ct);

    /// <summary>Authenticates the client of a request that may be refused for every client.</summary>
    /// <param name="context">The request.</param>
    /// <param name="refusal">Why each client is refused afterwards; null when that depends on the client.</param>
    /// <param name="ct">Cancelled when the client closes the connection.</param>
    /// <returns>As for every request; <paramref name="refusal"/> for a client that describes itself and whose document was not
    /// fetched.</returns>
    internal async ValueTask<Outcome<Client>> AuthenticateAsync(OAuthContext context, OAuthError? refusal, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(context);
        // A client that describes itself is fetched from an address that the sender chose.
        context.IsRefusedAnyway = refusal is not null;
        var outcome = await FindAsync(context, ct);
        context.IsRefusedAnyway = false;
        if (!outcome.IsError(out var error, out var client)) return client;
        if (error.Code != "invalid_client") return error;
        return refusal is not null && DescribesItself(context["client_id"]) ? refusal : Challenged(error, context);
    }

    /// <summary>Whether a client identifier can be the address of a document.</summary>
    internal static bool DescribesItself(string? clientId) => clientId?.StartsWith("https://", StringComparison.Ordinal) == true;

    /// <summary>A refusal that reveals nothing: unknown client, wrong secret and wrong method read alike.</summary>
    internal static OAuthError Failed(string rule, string detail) =>
        OAuthError.InvalidClient("Client authentication failed.", rule, detail);

    /// <summary>The same refusal as 401, with the scheme that is accepted.</summary>
    /// <remarks>RFC 6749 §5.2 demands it of a client that used the Authorization header, and permits it for all: clients that register
    /// themselves do so again only after 401.</remarks>
    internal static OAuthError Challenged(OAuthError error, OAuthContext context) =>
        error.WithChallenge(401, $"Basic realm=\"{context.Issuer}\"");

    /// <summary>Authenticates a client by its secret, which was sent in the header or in the form; a public client by an empty
    /// one.</summary>
    internal static async ValueTask<Outcome<Client>> BySecretAsync(
        IOAuthModel model, string id, string secret, OAuthContext context, CancellationToken ct)
    {
        if (!Grammar.IsVsChar(id) || (secret.Length > 0 && !Grammar.IsVsChar(secret)))
            return Failed("RFC 6749 §A.1, §A.2", "client_id or client_secret is malformed.");
        // A client that describes itself has no secret with this server.
        context.IsRefusedAnyway |= secret.Length > 0;
        var client = await model.GetClientAsync(id, context, ct);
        context.ClientId = client?.Id;
        if (secret.Length == 0)
            return client is { Type: ClientType.Public } ? client : Failed("RFC 6749 §2.3.1", "The secret is empty.");
        // The time of a refusal must not show whether a client exists: an unknown and a public one cost a hash and a count too.
        // All unknown ids of a network have one count: otherwise invented ids would fill the table.
        var attempt = new Attempt(
            AttemptKind.ClientSecret, client?.Id ?? UnknownClient, context.Request.RemoteAddress, model as IAttemptModel);
        var outcome = await context.VerifyAsync(
            attempt, (model, client, secret, context), static (s, ct) => s.client is { Type: ClientType.Confidential } known
                ? s.model.VerifyClientSecretAsync(known, new(s.secret), s.context, ct)
                : new(NoSecret.Equals(SecretHash.Of(s.secret))), ct);
        if (client is null) return Failed("RFC 6749 §2.3.1", "The client is unknown.");
        if (outcome.IsError(out var refused, out var isRight)) return refused;
        return isRight ? client : Failed("RFC 6749 §2.3.1", "The secret is wrong, or the client is public and has none.");
    }

    private async ValueTask<Outcome<Client>> FindAsync(OAuthContext context, CancellationToken ct)
    {
        if ((await PresentedAsync(context, ct)).IsError(out var problem, out var method)) return problem;
        if ((await method.AuthenticateAsync(context, ct)).IsError(out var error, out var client)) return error;

        // Basic credentials of a public client have an empty secret and prove nothing: this is the method `none`.
        var used = client.Type == ClientType.Public && method is ClientSecretBasic ? NoClientAuthentication.MethodName : method.Name;
        if (!IsRegisteredFor(client, used) || (used != method.Name && !Serves(used)))
            return Failed("RFC 6749 §2.3", $"The client is not registered for {used}, or the server has no such method.");
        if (ProfileChecks.RefuseMethod(client, used, context) is { } forbidden)
            return Failed("FAPI 2.0 Security Profile §5.3.2.1", forbidden);
        if (context["client_id"] is { } named && named != client.Id)
            return OAuthError.InvalidRequest("client_id names another client than the one that authenticated.", "RFC 6749 §2.3");
        context.ClientId = client.Id;
        return client;
    }

    private async ValueTask<Outcome<IClientAuthenticationMethod>> PresentedAsync(OAuthContext context, CancellationToken ct)
    {
        var request = context.Request;
        IClientAuthenticationMethod? presented = null, none = null;
        foreach (var method in _methods)
        {
            if (method.Name == NoClientAuthentication.MethodName) none = method;
            else if (method.IsPresented(request))
            {
                if (presented is not null)
                    return OAuthError.InvalidRequest("Use one client authentication method, not several.", "RFC 6749 §2.3");
                presented = method;
            }
        }
        if (presented is not null) return Outcome.Of(presented);

        // A header that cannot be read is a failed attempt, not the absence of one: it must not be treated as `none`.
        if (AuthorizationHeader.IsSent(request))
            return Failed("RFC 6749 §2.3", "The Authorization header is of no supported scheme, or repeated.");
        foreach (var method in _methods)
        {
            if (await method.IsImpliedAsync(context, ct)) return Outcome.Of(method);
        }
        return none is not null && none.IsPresented(request)
            ? Outcome.Of(none)
            : Failed("RFC 6749 §3.2.1", "The request names no client.");
    }

    private bool Serves(string name) => Array.Exists(_methods, method => method.Name == name);

    // The method `none` is refused for a confidential client even if it is registered for it (RFC 6749 §3.2.1).
    private static bool IsRegisteredFor(Client client, string method) => (client.Type, method) switch
    {
        (ClientType.Confidential, NoClientAuthentication.MethodName) => false,
        (ClientType.Public, _) when client.AuthenticationMethods.IsDefaultOrEmpty => method == NoClientAuthentication.MethodName,
        (_, _) when client.AuthenticationMethods.IsDefaultOrEmpty => method is "client_secret_basic" or "client_secret_post",
        _ => client.AuthenticationMethods.Contains(method, StringComparer.Ordinal),
    };
}
