using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;

namespace OAuth2Server.Jwt;

/// <summary>Issues identity assertions by token exchange (ID-JAG, draft-ietf-oauth-identity-assertion-authz-grant-03 §4.3): a client that
/// users sign in to gets a token for them at another authorization server, as far as a policy of this one allows it.</summary>
/// <param name="keys">The keys that sign.</param>
/// <param name="model">Keeps the keys.</param>
/// <param name="options">The policies.</param>
/// <param name="refreshTokens">Finds refresh tokens as subject tokens; null accepts ID tokens alone.</param>
/// <param name="users">Tells whether the user may still sign in; null does not ask.</param>
/// <param name="claims">Has the e-mail addresses; null for none.</param>
/// <param name="identifiers">The identifiers of users that clients get; null for <see cref="User.Id"/>.</param>
public sealed class IdentityAssertions(
    SigningKeys keys, ISigningKeyModel model, IdentityAssertionOptions options, IRefreshTokenModel? refreshTokens = null,
    IUserModel? users = null, IUserClaimsModel? claims = null, ISubjectIdentifiers? identifiers = null) : IExchangedTokenType
{
    private const int IdBytes = 16;

    private readonly SignedInUsers _users = new(keys, model, refreshTokens, users, identifiers);

    /// <inheritdoc/>
    public string TokenType => IdentityAssertion.TokenType;

    /// <inheritdoc/>
    public async ValueTask<Outcome<ExchangedToken>> IssueAsync(GrantRequest request, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (IdentityAssertionRequest.Read(request, options).IsError(out var notAllowed, out var asked)) return notAllowed;
        if ((await _users.FindAsync(request, ct)).IsError(out var noUser, out var user)) return noUser;
        var now = DateTimeOffset.FromUnixTimeSeconds(request.Context.Now.ToUnixTimeSeconds());
        var lifetime = user.EndsAt < now + options.Lifetime ? user.EndsAt - now : options.Lifetime;
        var email = await EmailAsync(asked, user, request, ct);
        var content = new Content(request, asked, user, NewId(), now, (long)lifetime.TotalSeconds, email);
        var text = await keys.SignAsync(
            model, keys.Algorithms[0], IdentityAssertion.Type, lifetime, content, static (json, content) => content.WriteTo(json), ct);
        await request.Context.ReportAsync(new OAuthEvent.IdentityAssertionIssued
        {
            AssertionId = content.Id,
            Subject = user.Id,
            Audience = asked.Policy.Audience,
            Scope = asked.Scope,
            Resources = asked.Resources,
        });
        return new ExchangedToken(new(text), TokenType, TimeSpan.FromSeconds(content.Lifetime), asked.Scope);
    }

    private async ValueTask<UserClaims?> EmailAsync(
        IdentityAssertionRequest asked, SignedInUser user, GrantRequest request, CancellationToken ct) =>
        asked.Policy.IncludeEmail && claims is not null
            ? await claims.GetUserClaimsAsync(user.Id, ["email", "email_verified"], request.Client, request.Context, ct)
            : null;

    private static string NewId()
    {
        Span<byte> random = stackalloc byte[IdBytes];
        RandomNumberGenerator.Fill(random);
        return Base64Url.EncodeToString(random);
    }

    private sealed record Content(
        GrantRequest Request, IdentityAssertionRequest Asked, SignedInUser User, string Id, DateTimeOffset Now, long Lifetime,
        UserClaims? Email)
    {
        internal void WriteTo(Utf8JsonWriter json)
        {
            json.WriteString("iss"u8, Request.Context.Issuer);
            json.WriteString("sub"u8, User.Id);
            json.WriteString("aud"u8, Asked.Policy.Audience);
            json.WriteString("client_id"u8, Asked.Policy.ClientIdAtAudience ?? Request.Client.Id);
            json.WriteString("jti"u8, Id);
            json.WriteNumber("exp"u8, Now.ToUnixTimeSeconds() + Lifetime);
            json.WriteNumber("iat"u8, Now.ToUnixTimeSeconds());
            json.WriteString("scope"u8, Asked.Scope.ToString());
            WriteResources(json);
            User.Authentication?.WriteTo(json);
            // Who finds the assertion cannot use it without the key that the client proved here.
            if (Request.Binding.Kind == DPoPBinding.Kind)
            {
                json.WriteStartObject("cnf"u8);
                json.WriteString("jkt"u8, Request.Binding.Thumbprint);
                json.WriteEndObject();
            }
            Email?.WriteTo(json, static name => name is "email" or "email_verified");
        }

        private void WriteResources(Utf8JsonWriter json)
        {
            if (Asked.Resources.IsEmpty) return;
            if (Asked.Resources is [var only])
            {
                json.WriteString("resource"u8, only);
                return;
            }
            json.WriteStartArray("resource"u8);
            foreach (var resource in Asked.Resources) json.WriteStringValue(resource);
            json.WriteEndArray();
        }
    }
}
