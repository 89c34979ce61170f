using OAuth2Server.Jwt;

namespace OAuth2Server.OpenIdConnect;

/// <summary>The settings of OpenID Connect. They are checked when the server starts; see <see cref="Validate"/>.</summary>
public sealed class OpenIdConnectOptions
{
    private const int MinSalt = 16;

    /// <summary>The lifetime of an ID token. It is about one sign-in: a longer lifetime keeps no user signed in.</summary>
    /// <value>1 second to 24 hours; default 1 hour.</value>
    public TimeSpan IdTokenLifetime { get; set; } = TimeSpan.FromHours(1);

    /// <summary>The secret text from which the subject identifiers of pairwise clients are made (OpenID Connect Core §8.1).</summary>
    /// <value>At least 16 characters; default null: no client may be pairwise. Never change it: every pairwise client would see every user
    /// as a new one. Keep it outside the database.</value>
    public string? PairwiseSalt { get; set; }

    /// <summary>The claims that each scope stands for; a scope that is not listed stands for none.</summary>
    /// <value>Default <c>profile</c>, <c>email</c>, <c>address</c> and <c>phone</c> as in OpenID Connect Core §5.4. Add your own scopes, or
    /// remove claims that your users do not have.</value>
    public IDictionary<string, IReadOnlyList<string>> ClaimsOfScopes { get; } = ScopeClaims.Standard();

    /// <summary>The authentication context classes that sign-ins of this server can reach (<c>acr_values_supported</c>).</summary>
    /// <value>Default empty.</value>
    public IList<string> ContextClasses { get; } = [];

    /// <summary>Whether the sign-in page can make new accounts, so that <c>prompt=create</c> is accepted.</summary>
    /// <value>Default false.</value>
    public bool CreatesAccounts { get; set; }

    /// <summary>Whether the end of a session ends the access that clients got in it, unless its scope has <c>offline_access</c> (OpenID
    /// Connect Core §11). Only access with the scope <c>openid</c> ends; the expiry of a session ends none.</summary>
    /// <value>Default true. It needs a model that is an <see cref="ISessionClientModel"/> and an <see cref="IAuthorizationListModel"/>.
    /// With false a client keeps its refresh token after the user signed out.</value>
    public bool EndAuthorizationsWithSession { get; set; } = true;

    /// <summary>Whether pages of clients are loaded in frames when a session ends (OpenID Connect Front-Channel Logout 1.0).</summary>
    /// <value>Default false: browsers that block cookies in frames of other sites make it useless. Prefer back-channel logout.</value>
    public bool FrontChannelLogout { get; set; }

    /// <summary>The problems of the settings, each as a sentence that names the setting; empty when there is none.</summary>
    public IEnumerable<string> Validate()
    {
        if (IdTokenLifetime < TimeSpan.FromSeconds(1) || IdTokenLifetime > TimeSpan.FromHours(24))
            yield return "IdTokenLifetime must be from 1 second to 24 hours.";
        if (PairwiseSalt is { Length: < MinSalt })
            yield return $"PairwiseSalt must have at least {MinSalt} characters: who finds it can link the identifiers of all clients.";
        foreach (var scope in ClaimsOfScopes.Keys.Where(scope => !Scope.TryParse(scope, out var read) || read.Count != 1))
            yield return $"ClaimsOfScopes holds '{scope}', which is no scope name (RFC 6749 §3.3).";
        foreach (var claim in ClaimsOfScopes.Values.SelectMany(claims => claims).Where(ScopeClaims.IsOfProtocol))
            yield return $"ClaimsOfScopes holds the claim '{claim}', which the server itself writes.";
    }
}
