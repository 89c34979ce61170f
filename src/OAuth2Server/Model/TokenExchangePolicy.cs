namespace OAuth2Server;

/// <summary>What one client may get for one resource by token exchange (RFC 8693). What no policy allows is refused.</summary>
public sealed class TokenExchangePolicy
{
    /// <summary>The client that exchanges: the party that sends the token request.</summary>
    public string ClientId { get; set; } = "";

    /// <summary>The resource that the new token is for: one of <see cref="OAuth2ServerOptions.Resources"/>.</summary>
    public string Audience { get; set; } = "";

    /// <summary>The most scope that the new token can have. It never has more than the subject token, nor more than the client is
    /// registered for.</summary>
    /// <value>At least one scope name.</value>
    public IList<string> Scopes { get; set; } = [];

    /// <summary>The types of authorization details that the new token may have, of those that the subject token has (RFC 9396).</summary>
    /// <value>Default empty: it has none.</value>
    public IList<string> AuthorizationDetailsTypes { get; set; } = [];

    /// <summary>Whether the client may exchange with an actor token: the new token names the actor (<c>act</c>, RFC 8693 §4.1).</summary>
    /// <value>Default true.</value>
    public bool AllowDelegation { get; set; } = true;

    /// <summary>Whether the client may exchange without an actor token: the new token looks as if the subject itself had sent it (RFC 8693
    /// §1.1).</summary>
    /// <value>Default false: what the client does looks like what the user does. A warning is logged at start.</value>
    public bool AllowImpersonation { get; set; }
}
