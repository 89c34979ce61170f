using System.Buffers;
using System.Collections.Immutable;
using System.Text.Json;
using OAuth2Server.Jwt;

namespace OAuth2Server.OpenIdConnect;

/// <summary>The UserInfo endpoint (OpenID Connect Core §5.3): the claims of the user, for the scope of the access token. It describes
/// OpenID Connect in the metadata.</summary>
/// <param name="resources">Authenticates the request by its access token.</param>
/// <param name="clients">Finds the client of the token.</param>
/// <param name="environment">Has the settings of the server.</param>
/// <param name="keys">The keys that sign ID tokens.</param>
/// <param name="options">The settings.</param>
/// <param name="users">Has the claims; null for the subject identifier only.</param>
public sealed class UserInfoEndpoint(
    ResourceServer resources, IOAuthModel clients, OAuthEnvironment environment, SigningKeys keys, OpenIdConnectOptions options,
    IUserClaimsModel? users = null) : IEndpoint
{
    private static readonly Scope Required = Scope.Of([ScopeClaims.OpenId]);

    /// <inheritdoc/>
    public string Name => "userinfo";

    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(10);

    /// <inheritdoc/>
    public string Path => "/userinfo";

    /// <inheritdoc/>
    public BrowserAccess Browsers => BrowserAccess.ClientOrigins;

    /// <inheritdoc/>
    public void Describe(ServerMetadata metadata)
    {
        ArgumentNullException.ThrowIfNull(metadata);
        metadata.Add("userinfo_endpoint", metadata.UrlOf(this));
        metadata.Add("subject_types_supported", options.PairwiseSalt is null ? ["public"] : ["public", "pairwise"]);
        metadata.AddAlgorithms("id_token_signing_alg_values_supported", keys.Algorithms);
        metadata.Add("claim_types_supported", ["normal"]);
        metadata.Add("claims_supported", ClaimsSupported());
        metadata.Add("claims_parameter_supported", true);
        metadata.Add("prompt_values_supported", Prompt.Supported(options));
        metadata.Add("acr_values_supported", options.ContextClasses);
    }

    /// <inheritdoc/>
    public async ValueTask<Outcome<OAuthResponse>> HandleAsync(OAuthContext context, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(context);
        var request = context.Request;
        if (request.Method is not ("GET" or "POST"))
            return OAuthError.MethodNotAllowed("GET, POST", "OpenID Connect Core §5.3.1");
        // A token for the default resource was requested without naming one. A token for another resource must not be used here.
        var outcome = await resources.AuthenticateAsync(context, Required, environment.Options.DefaultResource, ct);
        if (outcome.IsError(out var error, out var token)) return ResourceServer.Refuse(error, request);
        if (token.Authorization.Subject is not { } subject) return Refuse("The access token is not about a user.", context);
        if (await clients.GetClientAsync(token.Authorization.ClientId, context, ct) is not { } client)
        {
            return context.IsClientUnavailable
                ? OAuthError.TemporarilyUnavailable("The client of the access token cannot be read now. Try again later.", Retry)
                : Refuse("The client of the access token is unknown.", context);
        }
        var allowed = ScopeClaims.Of(token.Scope, options);
        var claims = users is null ? new() : await users.GetUserClaimsAsync(subject, allowed, client, context, ct);
        return claims is null
            ? Refuse("The user of the access token is unknown.", context)
            : OAuthResponse.Json(Answer(SubjectIdentifiers.Of(subject, client, options), claims, allowed));
    }

    private OAuthResponse Refuse(string detail, OAuthContext context) => resources.Refuse(
        OAuthError.InvalidToken("The access token is not valid.", detail), context,
        new BearerChallenge { Realm = context.Issuer, Scope = Required });

    private static ReadOnlyMemory<byte> Answer(string subject, UserClaims claims, ImmutableHashSet<string> allowed)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            // First, so that no claim of the application takes its place.
            json.WriteString("sub"u8, subject);
            claims.WriteTo(json, name => name != "sub" && allowed.Contains(name));
            json.WriteEndObject();
        }
        return buffer.WrittenMemory;
    }

    private IEnumerable<string> ClaimsSupported()
    {
        IEnumerable<string> always = ["sub", "iss", "aud", "exp", "iat", "auth_time", "acr", "amr", "nonce", "sid", "at_hash"];
        var ofUsers = users is null ? [] : options.ClaimsOfScopes.Values.SelectMany(claims => claims);
        return always.Concat(ofUsers).Distinct(StringComparer.Ordinal);
    }
}
