using System.Collections.Frozen;
using System.Collections.Immutable;

namespace OAuth2Server.OpenIdConnect;

/// <summary>Which claims a scope stands for (OpenID Connect Core §5.4).</summary>
internal static class ScopeClaims
{
    private static readonly FrozenSet<string> Protocol = FrozenSet.Create(StringComparer.Ordinal,
        "iss", "sub", "aud", "exp", "nbf", "iat", "jti", "nonce", "auth_time", "acr", "amr", "azp", "sid", "at_hash", "c_hash", "cnf",
        "events");

    /// <summary>The scope that makes an OAuth request an authentication request.</summary>
    internal const string OpenId = "openid";

    /// <summary>The scope with which access may outlive the session (OpenID Connect Core §11).</summary>
    internal const string OfflineAccess = "offline_access";

    internal static IDictionary<string, IReadOnlyList<string>> Standard() =>
        new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal)
        {
            ["profile"] =
            [
                "name", "family_name", "given_name", "middle_name", "nickname", "preferred_username", "profile", "picture", "website",
                "gender", "birthdate", "zoneinfo", "locale", "updated_at",
            ],
            ["email"] = ["email", "email_verified"],
            ["address"] = ["address"],
            ["phone"] = ["phone_number", "phone_number_verified"],
        };

    /// <summary>The claims that a scope stands for.</summary>
    internal static ImmutableHashSet<string> Of(Scope scope, OpenIdConnectOptions options) =>
        [.. options.ClaimsOfScopes.Where(entry => scope.Contains(entry.Key)).SelectMany(entry => entry.Value)
            .Where(claim => !IsOfProtocol(claim))];

    /// <summary>The scopes that stand for a claim.</summary>
    internal static IEnumerable<string> ScopesOf(string claim, OpenIdConnectOptions options) =>
        options.ClaimsOfScopes.Where(entry => entry.Value.Contains(claim, StringComparer.Ordinal)).Select(entry => entry.Key);

    /// <summary>Whether the protocol defines a claim, so that no scope can stand for it.</summary>
    internal static bool IsOfProtocol(string claim) => Protocol.Contains(claim);
}
