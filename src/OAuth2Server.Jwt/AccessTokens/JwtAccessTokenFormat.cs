using System.Text.Json;

namespace OAuth2Server.Jwt;

/// <summary>Access tokens that resource servers verify themselves: signed JWTs (RFC 9068).</summary>
/// <param name="keys">The keys that sign.</param>
/// <param name="model">Keeps the keys.</param>
/// <param name="more">Claims of the application, in this order.</param>
public sealed class JwtAccessTokenFormat(SigningKeys keys, ISigningKeyModel model, IEnumerable<IAccessTokenClaims> more)
    : IAccessTokenFormat
{
    /// <summary>The longest text in characters: with the name of the header before it, it is as long as a line of a request may be for the
    /// usual proxies (8 KiB).</summary>
    public const int MaxLength = 8000;

    /// <summary>The <c>typ</c> of the header (RFC 9068 §2.1).</summary>
    internal const string Type = "at+jwt";

    private readonly IAccessTokenClaims[] _more = more as IAccessTokenClaims[] ?? [.. more];

    /// <inheritdoc/>
    public AccessTokenFormat? Format => AccessTokenFormat.Jwt;

    /// <inheritdoc/>
    public bool AppliesTo(AccessTokenDraft draft)
    {
        ArgumentNullException.ThrowIfNull(draft);
        return draft.Format == AccessTokenFormat.Jwt;
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">The token has no audience; the id of the user is one that only clients have; or the
    /// claims of the application are too long.</exception>
    public async ValueTask<Outcome<string>> WriteAsync(AccessTokenDraft draft, OAuthContext context, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(draft);
        ArgumentNullException.ThrowIfNull(context);
        if (draft.Audience.IsDefaultOrEmpty)
            throw new InvalidOperationException("A JWT access token has an audience (RFC 9068 §3), and this one has none.");
        JwtClaims? claims = null;
        foreach (var one in _more) await one.AddAsync(claims ??= new(), draft, context, ct);
        if (keys.AlgorithmFor(draft.SigningAlgorithm, keys.Algorithms[0], draft.Client.ProfileIn(context)) is not { } algorithm)
            return OAuthError.InvalidTarget("The profile of the client does not allow the algorithm of the resource.",
                "FAPI 2.0 Security Profile §5.4.1: set SigningAlgorithm of the resource to ES256 or PS256, and have a signing key for it.");
        keys.KeepFor(draft.ExpiresAt - draft.IssuedAt);
        var signer = await keys.GetSignerAsync(model, algorithm, ct);
        var text = Write(draft, claims, signer);
        // A proxy would refuse each request with such a token, and the client could not know why.
        return text.Length <= MaxLength ? text : TooLong(text.Length, draft);
    }

    private static string Write(AccessTokenDraft draft, JwtClaims? claims, JwtSigner signer)
    {
        var json = JwtText.Start();
        json.WriteString("iss"u8, draft.Authorization.Issuer);
        json.WriteString("sub"u8, SubjectOf(draft.Authorization));
        WriteAudience(json, draft);
        json.WriteNumber("exp"u8, draft.ExpiresAt.ToUnixTimeSeconds());
        json.WriteNumber("iat"u8, draft.IssuedAt.ToUnixTimeSeconds());
        json.WriteString("jti"u8, draft.Id);
        json.WriteString("client_id"u8, draft.Authorization.ClientId);
        if (!draft.Scope.IsEmpty) json.WriteString("scope"u8, draft.Scope.ToString());
        UserAuthentication.In(draft.Authorization.Properties)?.WriteTo(json);
        TokenBinding.WriteConfirmation(json, draft.Properties);
        Actor.WriteTo(json, draft.Properties, draft.Authorization.Properties);
        AuthorizationDetails.WriteTo(json, draft.Properties, draft.Authorization.Properties);
        claims?.WriteTo(json);
        return JwtText.End(signer, Type);
    }

    private static string SubjectOf(Authorization authorization)
    {
        if (authorization.Subject is not { } subject) return ClientSubject.Of(authorization.ClientId);
        // The two kinds of subjects must not meet, or a resource server takes a client for a user (RFC 9700 §4.15).
        return ClientSubject.Is(subject)
            ? throw new InvalidOperationException(
                $"A user has an id that starts with '{ClientSubject.Prefix}', which only clients have in JWT access tokens: give the " +
                "user another id.")
            : subject;
    }

    private static void WriteAudience(Utf8JsonWriter json, AccessTokenDraft draft)
    {
        // Some readers know a text only.
        if (draft.Audience is [var only])
        {
            json.WriteString("aud"u8, only);
            return;
        }
        json.WriteStartArray("aud"u8);
        foreach (var resource in draft.Audience) json.WriteStringValue(resource);
        json.WriteEndArray();
    }

    // The client chose the details and the scope, and can choose less of them; the rest is not its choice.
    private static OAuthError TooLong(int length, AccessTokenDraft draft) =>
        (draft.Properties[AuthorizationDetails.Property] ?? draft.Authorization.Properties[AuthorizationDetails.Property]) is not null
            ? OAuthError.InvalidAuthorizationDetails(
                $"The access token would have {length} characters, more than {MaxLength}: request less authorization_details.",
                "RFC 9396 §9.1")
            : length - (draft.Scope.ToString().Length * 4 / 3) <= MaxLength
            ? OAuthError.InvalidScope(
                $"The access token would have {length} characters, more than {MaxLength}: request less scope.", "RFC 6749 §3.3")
            : throw new InvalidOperationException(
                $"A JWT access token has {length} characters, more than {MaxLength}, with any scope: add fewer claims.");
}
