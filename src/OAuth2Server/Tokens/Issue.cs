namespace OAuth2Server;

/// <summary>One token response while it is prepared; each step of <see cref="TokenIssuer"/> adds what it found.</summary>
internal sealed class Issue(Client client, Granted granted, OAuthContext context)
{
    internal Client Client => client;

    internal Granted Granted => granted;

    internal OAuthContext Context => context;

    /// <summary>The resource owner as the model has it now; null when the client acts for itself.</summary>
    internal User? User { get; set; } = granted.User;

    internal Scope Scope { get; set; } = Scope.Empty;

    /// <summary>The authorization that the token acts on: the one that is continued, or a new one.</summary>
    internal Authorization Authorization { get; set; } = granted.Continues!;

    /// <summary>Additive data of the access token.</summary>
    internal Properties Properties { get; set; } = granted.Properties;

    /// <summary>The format, the signature and the audience of the access token.</summary>
    internal TokenForm Form { get; set; } = new(AccessTokenFormat.Opaque, null, []);

    /// <summary>The key that the tokens are bound to; null when they are not bound.</summary>
    internal TokenBinding? Binding { get; set; }

    /// <summary>The credential that the exchange consumes; null for none.</summary>
    internal Credential? Consumed { get; set; } = granted.Consumes;

    /// <summary>What is saved; null when an earlier answer is repeated.</summary>
    internal Token? Token { get; set; }

    /// <summary>What is answered when the authorization was revoked.</summary>
    internal OAuthError Revoked => granted.IfRevoked
        ?? OAuthError.InvalidGrant("The authorization is no longer valid.", "RFC 6749 §5.2", $"{Authorization} was revoked.");

    /// <summary>The JSON of the response.</summary>
    internal ReadOnlyMemory<byte> Answer { get; set; }
}
