using System.Collections.Immutable;
using System.Text.Json;

namespace OAuth2Server.Jwt;

/// <summary>Finds whom a subject token is about: an ID token of this server for the client, or a refresh token of the client
/// (draft-ietf-oauth-identity-assertion-authz-grant-03 §4.3.3).</summary>
/// <remarks>Neither is consumed. Access tokens are refused: they are sent to resource servers, and say nothing about a sign-in.</remarks>
internal sealed class SignedInUsers(
    SigningKeys keys, ISigningKeyModel model, IRefreshTokenModel? refreshTokens, IUserModel? users, ISubjectIdentifiers? identifiers)
{
    private const string IdTokenType = "urn:ietf:params:oauth:token-type:id_token";
    private const string RefreshTokenType = "urn:ietf:params:oauth:token-type:refresh_token";

    // No other JWT of this server has it.
    private const string TypeOfIdTokens = "JWT";

    /// <summary>Finds the user.</summary>
    /// <returns>The user, who may still sign in; <c>invalid_request</c> or <c>invalid_grant</c>.</returns>
    internal async ValueTask<Outcome<SignedInUser>> FindAsync(GrantRequest request, CancellationToken ct)
    {
        if (request["subject_token"] is not { } text || text.AsSpan().ContainsAnyExceptInRange(' ', '~'))
            return OAuthError.InvalidRequest("subject_token is missing or malformed.", "RFC 8693 §2.1");
        var found = request["subject_token_type"] switch
        {
            IdTokenType => await OfIdTokenAsync(text, request, ct),
            RefreshTokenType when refreshTokens is not null => await OfRefreshTokenAsync(new(text), refreshTokens, request, ct),
            _ => OAuthError.InvalidRequest(
                $"subject_token_type must be {IdTokenType}{(refreshTokens is null ? "" : " or " + RefreshTokenType)}.", "RFC 8693 §2.1"),
        };
        if (found.IsError(out var error, out var user)) return error;
        return users is null || await users.GetUserByIdAsync(user.Id, request.Client, request.Context, ct) is not null
            ? user
            : OAuthError.InvalidGrant("The resource owner may no longer sign in.", "RFC 9700 §4.14.2");
    }

    private async ValueTask<Outcome<SignedInUser>> OfIdTokenAsync(string text, GrantRequest request, CancellationToken ct)
    {
        using var payload = await keys.ReadAsync(model, text, TypeOfIdTokens, ct);
        if (payload?.RootElement is not { } claims || claims.Text("iss") != request.Context.Issuer)
            return Invalid("It is no ID token that this server signed.");
        // Another client's ID token would let a client act for users who never signed in to it.
        if (claims.Text("aud") != request.Client.Id) return Invalid("It is an ID token of another client.");
        if (claims.Text("sub") is not { } subject || !claims.TryGetTime("exp", out var exp) || exp is not { } expires
            || !claims.TryGetTime("auth_time", out var signedIn)) return Invalid("Its sub, exp or auth_time is missing or malformed.");
        if (expires <= request.Context.Now) return Invalid("It is expired.");
        // The user of a pairwise identifier cannot be found by it.
        if (identifiers is not null && identifiers.Of(subject, request.Client) != subject)
            return OAuthError.InvalidRequest(
                "The client has pairwise subject identifiers: send a refresh token as the subject_token.", IdentityAssertion.Rule);
        return new SignedInUser(subject, expires, new()
        {
            Time = signedIn,
            ContextClass = claims.Text("acr"),
            Methods = MethodsOf(claims),
        });
    }

    private static async ValueTask<Outcome<SignedInUser>> OfRefreshTokenAsync(
        Secret text, IRefreshTokenModel tokens, GrantRequest request, CancellationToken ct)
    {
        var token = await tokens.GetRefreshTokenAsync(text, request.Context, ct);
        if (token is null || !request.Owns(token.Authorization)) return Invalid("It is no refresh token of this client.");
        if (token.ConsumedAt is not null || token.ExpiresAt <= request.Context.Now) return Invalid("It is consumed or expired.");
        if (token.Authorization.Subject is not { } subject || !token.Authorization.Scope.Contains("openid"))
            return Invalid("It is not from a sign-in with the scope openid.");
        if (TokenBinding.ConfirmationIn(token.Properties) is { } bound
            && bound != $"{request.Binding.Kind}={request.Binding.Thumbprint}") return Invalid("It is bound to another key.");
        DateTimeOffset[] ends = [token.ExpiresAt ?? DateTimeOffset.MaxValue, token.Authorization.EndsAt ?? DateTimeOffset.MaxValue];
        return new SignedInUser(subject, ends.Min(), UserAuthentication.In(token.Authorization.Properties));
    }

    private static ImmutableArray<string> MethodsOf(JsonElement claims) =>
        claims.TryGetTexts("amr", out var methods) ? [.. methods.Where(one => !one.Contains(' ', StringComparison.Ordinal))] : [];

    private static OAuthError Invalid(string detail) =>
        OAuthError.InvalidRequest("The subject_token is not valid.", "RFC 8693 §2.2.2", detail);
}
