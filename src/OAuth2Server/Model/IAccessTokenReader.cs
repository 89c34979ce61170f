namespace OAuth2Server;

/// <summary>Finds the access token that a presented text stands for, where it is not looked up in a model: a signed token, or one that
/// another process describes.</summary>
public interface IAccessTokenReader
{
    /// <summary>How far the clock of the issuer may be from the own one: a token is expired only after this time.</summary>
    /// <value>Default zero.</value>
    TimeSpan ClockSkew => TimeSpan.Zero;

    /// <summary>Reads an access token. The caller then compares issuer, type, expiry, audience and scope with the request.</summary>
    /// <param name="token">The presented text.</param>
    /// <param name="context">The request.</param>
    /// <param name="ct">Cancelled when the client disconnects.</param>
    /// <returns>The token; <c>invalid_token</c> (401) when it is not valid, with the rule and the detail for the log only;
    /// <c>temporarily_unavailable</c> (503) when this cannot be decided now.</returns>
    ValueTask<Outcome<AccessToken>> ReadAsync(Secret token, OAuthContext context, CancellationToken ct);
}
