using System.Collections.Immutable;

namespace OAuth2Server.OpenIdConnect;

/// <summary>Reads the parameters with which OpenID Connect extends an authorization request (OpenID Connect Core §3.1.2.1).</summary>
/// <remarks>Without the scope <c>openid</c> the request is a plain OAuth request: what can be obeyed is obeyed, and nothing is an
/// error.</remarks>
/// <param name="hints">Reads ID tokens.</param>
/// <param name="options">The settings.</param>
public sealed class AuthenticationRequestCheck(IdTokenHints hints, OpenIdConnectOptions options) : IAuthorizationCheck
{
    /// <summary>The key of the <c>nonce</c> among the properties of a code.</summary>
    internal const string NonceProperty = "nonce";

    /// <summary>The key of the claims for the ID token among the properties of a code, separated by spaces.</summary>
    internal const string ClaimsProperty = "id_token_claims";

    private const int MaxNonce = 1024;
    private const int MaxLoginHint = 256;
    private const string Rule = "OpenID Connect Core §3.1.2.1";

    /// <inheritdoc/>
    public async ValueTask<OAuthError?> CheckAsync(AuthorizationDraft draft, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(draft);
        if (draft.GrantType != AuthorizationCodeGrant.Name) return null;
        var error = await ReadAsync(draft, ct);
        return draft.Scope.Contains(ScopeClaims.OpenId) ? error : null;
    }

    private async ValueTask<OAuthError?> ReadAsync(AuthorizationDraft draft, CancellationToken ct)
    {
        var context = draft.Context;
        if (Prompt.Read(context["prompt"], draft.Interaction, options).IsError(out var error, out var interaction)) return error;
        if (ClaimsParameter.Read(context["claims"]).IsError(out error, out var claims)) return error;
        var essential = EssentialClasses(draft, claims);
        draft.Interaction = interaction with
        {
            MaxAge = interaction.MaxAge ?? OpenIdClient.Of(draft.Client).DefaultMaxAge,
            LoginHint = context["login_hint"] is { Length: <= MaxLoginHint } hint ? hint : null,
            ContextClasses = essential.IsEmpty ? interaction.ContextClasses : essential,
            ContextClassIsEssential = !essential.IsEmpty,
        };
        if (!draft.Scope.Contains(ScopeClaims.OpenId)) return null;
        if (OpenIdClient.Of(draft.Client).IdTokenSignedResponseAlg is { } algorithm
            && !draft.Client.ProfileIn(context).AllowsSigningAlgorithm(algorithm))
            return OAuthError.UnauthorizedClient(
                "The profile does not allow the algorithm of the ID tokens of the client.", "FAPI 2.0 Security Profile §5.4.1");
        // No sign-in reaches it: to ask the user for one would be in vain.
        if (!claims.EssentialContextClasses.IsEmpty && !claims.EssentialContextClasses.Any(options.ContextClasses.Contains))
            return OAuthError.UnmetAuthenticationRequirements("The server reaches none of the essential context classes.");
        if (Nonce(draft) is { } wrongNonce) return wrongNonce;
        AskForClaims(draft, claims);
        return await FindUserAsync(draft, claims.Subject, ct);
    }

    // With the scope openid, acr_values is a wish (OpenID Connect Core §3.1.2.1), unless the server says that it reaches one of them: then
    // a token of another class would be weaker than it needs to be (RFC 9470 §5).
    private ImmutableArray<string> EssentialClasses(AuthorizationDraft draft, ClaimsParameter claims)
    {
        if (!claims.EssentialContextClasses.IsEmpty) return claims.EssentialContextClasses;
        var wanted = draft.Interaction.ContextClasses;
        return !draft.Scope.Contains(ScopeClaims.OpenId) || wanted.Any(options.ContextClasses.Contains) ? wanted : [];
    }

    private static OAuthError? Nonce(AuthorizationDraft draft)
    {
        if (draft.Context["nonce"] is not { } nonce) return null;
        if (nonce.Length > MaxNonce) return OAuthError.InvalidRequest($"nonce is longer than {MaxNonce} characters.", Rule);
        draft.Properties = draft.Properties.With(NonceProperty, nonce);
        return null;
    }

    // A single claim is asked for by a scope that stands for it, so that the user sees it, and allows it, on the consent page.
    private void AskForClaims(AuthorizationDraft draft, ClaimsParameter claims)
    {
        foreach (var claim in claims.InIdToken.Concat(claims.InUserInfo))
        {
            if (ScopeClaims.Of(draft.Scope, options).Contains(claim)) continue;
            var scope = ScopeClaims.ScopesOf(claim, options).FirstOrDefault(draft.Client.Scope.Contains);
            if (scope is not null) draft.Scope = draft.Scope.Union(Scope.Of([scope]));
        }
        var forIdToken = claims.InIdToken.Where(ScopeClaims.Of(draft.Scope, options).Contains).ToArray();
        if (forIdToken.Length > 0) draft.Properties = draft.Properties.With(ClaimsProperty, string.Join(' ', forIdToken));
    }

    private async ValueTask<OAuthError?> FindUserAsync(AuthorizationDraft draft, string? claimed, CancellationToken ct)
    {
        ImmutableArray<string> wanted = claimed is null ? [] : [claimed];
        if (draft.Context["id_token_hint"] is { } text)
        {
            if (await hints.ReadAsync(text, draft.Context, ct) is not { } hint || hint.ClientId != draft.Client.Id)
                return OAuthError.InvalidRequest("id_token_hint is no ID token that this server issued to the client.", Rule);
            wanted = wanted.Add(hint.Subject);
        }
        if (wanted.IsEmpty) return null;
        var client = draft.Client;
        // Here, so that a client without a host is an error of this endpoint, and not of the page that asks.
        _ = SubjectIdentifiers.Of("", client, options);
        draft.Interaction = draft.Interaction with
        {
            Accepts = subject => wanted.All(one => one == SubjectIdentifiers.Of(subject, client, options)),
        };
        return null;
    }
}
