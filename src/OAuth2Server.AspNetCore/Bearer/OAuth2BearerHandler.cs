using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OAuth2Server.Jwt;

namespace OAuth2Server.AspNetCore;

/// <summary>Authenticates requests by their access token (RFC 6750, RFC 9449 §7), for the authentication and authorization of ASP.NET Core.
/// Where the token is read, in this process or by another, makes no difference behind <see cref="Begin"/>.</summary>
internal sealed class OAuth2BearerHandler(
    IOptionsMonitor<OAuth2BearerOptions> options, ILoggerFactory logger, UrlEncoder encoder, RemoteSchemes remote,
    ProtectedResources resources, DPoPSchemes proofs)
    : AuthenticationHandler<OAuth2BearerOptions>(options, logger, encoder)
{
    private const string JsonClaim = "JSON";

    /// <summary>The confirmation method of tokens that are bound to a DPoP key (RFC 9449 §6.1).</summary>
    private const string DPoPKind = "jkt";

    private static readonly CertificateProof OfCertificates = new();

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var call = Begin();
        BearerCalls.Add(Context, call);
        if (Options.AllowFormParameter) await ReadFormAsync((HttpContextRequest)call.Context.Request);
        var outcome = await call.Server.AuthenticateAsync(call.Context, Scope.Empty, Options.Resource, Context.RequestAborted);
        SendHeaders(call);
        if (outcome.IsError(out var error, out var token))
        {
            call.Refusal = error;
            return error.Code.Length == 0 ? AuthenticateResult.NoResult() : AuthenticateResult.Fail(error.Description);
        }
        call.Token = token;
        Context.Features.Set(token);
        return AuthenticateResult.Success(new(PrincipalOf(token), Scheme.Name));
    }

    protected override async Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        await HandleAuthenticateOnceSafeAsync();
        await RefuseAsync(StatusCodes.Status401Unauthorized);
    }

    // Where several schemes are asked, the one whose token was valid says what is missing.
    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) =>
        BearerCalls.Find(Context, Scheme.Name)?.Token is null && BearerCalls.Valid(Context).Any()
            ? Task.CompletedTask
            : RefuseAsync(StatusCodes.Status403Forbidden);

    private BearerCall Begin()
    {
        var (context, server) = Options.Authority is { } authority ? BeginRemote(remote.Of(Scheme.Name, authority)) : BeginInProcess();
        return new() { Scheme = Scheme.Name, Options = Options, Context = context, Server = server };
    }

    // Not the context of an authorization server in this process: that one has another issuer.
    private (OAuthContext, ResourceServer) BeginRemote(RemoteScheme scheme)
    {
        var services = Context.RequestServices;
        var server = scheme.With(services.GetService<IScopeVerifier>());
        // The kinds of keys beside DPoP, which has settings of the scheme.
        IProofOfPossession[] others = [.. services.GetServices<IProofOfPossession>().Where(proof => proof is not DPoPPossession)];
        return (
            scheme.Environment.Begin(new HttpContextRequest(Context), services.GetServices<IOAuthEvents>()),
            others.Length == 0 ? server : server.With(others));
    }

    private (OAuthContext, ResourceServer) BeginInProcess()
    {
        var server = Context.RequestServices.GetService<ResourceServer>()
            ?? throw new InvalidOperationException(
                "AddOAuth2Bearer needs AddOAuth2Server with a model that implements IAccessTokenModel, or an Authority.");
        var context = Context.GetOAuthContext();
        if (Options.TlsClientCertificateBoundAccessTokens) server = server.With(OfCertificates);
        // The server in this process verifies DPoP proofs at its own endpoints, also where this scheme does not accept them.
        if (Options.DPoP is null) return (context, server.Without(DPoPKind));
        return (context, proofs.Of(Scheme.Name) is { } proof ? server.With(proof) : server);
    }

    // A nonce for the next proof goes into each answer, also that of the application (RFC 9449 §8.2). Without a proof there is none.
    private void SendHeaders(BearerCall call)
    {
        if (!Request.Headers.ContainsKey("DPoP") || call.Context.ResponseHeaders.Count == 0) return;
        foreach (var (name, value) in call.Context.ResponseHeaders) Response.Headers[name] = value;
        if (Response.Headers.ContainsKey(NonceCaching.Header)) NonceCaching.Prevent(Response);
    }

    private async Task RefuseAsync(int otherwise)
    {
        // Another scheme has answered already.
        if (Response.HasStarted) return;
        // 401 makes the client throw the token away: not while an issuer is away whose token it may be.
        var call = BearerCalls.Unavailable(Context) ?? BearerCalls.Find(Context, Scheme.Name);
        if (call is { Refusal: { } error })
        {
            var challenge = new BearerChallenge
            {
                Realm = call.Context.Issuer,
                Scope = await EndpointScope.OfAsync(Context),
                Authentication = await EndpointScope.AuthenticationAsync(Context),
                ResourceMetadata = resources.MetadataAddressOf(Options.Resource),
            };
            await OAuthResult.SendAsync(call.Server.Refuse(error, call.Context, challenge), Context);
            return;
        }
        // A policy of the application's own refused a valid token.
        Response.StatusCode = otherwise;
    }

    private async ValueTask ReadFormAsync(HttpContextRequest request)
    {
        if (!FormReader.IsUrlEncoded(Context) || await FormReader.OrNullAsync(Context) is not { } form) return;
        request.Read = RequestParameters.Of(form["access_token"].Select(value => KeyValuePair.Create("access_token", value ?? "")));
    }

    private ClaimsPrincipal PrincipalOf(AccessToken token)
    {
        var identity = new ClaimsIdentity(Scheme.Name, nameType: "sub", roleType: null);
        if (token.Authorization.Subject is { } subject) identity.AddClaim(new("sub", subject));
        if (token.Authorization.ClientId is { Length: > 0 } client) identity.AddClaim(new("client_id", client));
        foreach (var name in token.Scope) identity.AddClaim(new("scope", name));
        // As other handlers make claims of a JSON array: one for each object.
        foreach (var one in AuthorizationDetails.In(token))
            identity.AddClaim(new(AuthorizationDetails.Property, one.Json.GetRawText(), JsonClaim));
        return new(identity);
    }
}
