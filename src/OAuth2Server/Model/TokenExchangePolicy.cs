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

    /// <summary>Whether the client may exchange a subject token that was sent to it and that is bound to a key (RFC 9449 §6, RFC 8705 §3)
    /// which the request does not prove. A resource server verified that key when it got the token, and does not have it: without this
    /// setting it cannot exchange bound tokens. A token that was issued to the client itself, and an actor token, always need their
    /// key.</summary>
    /// <value>Default false: an attacker who has the credentials of the client, and a bound token that was stolen, gets a token that is not
    /// bound to the stolen one's key. A warning is logged at start.</value>
    public bool AllowUnprovenSubjectToken { get; set; }
}
