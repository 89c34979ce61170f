namespace OAuth2Server;

/// <summary>The second use of a credential: two parties hold it, and the server cannot know which is the attacker, so both lose what it
/// gave (RFC 9700 §4.14.2).</summary>
/// <remarks>A credential that is bound to a key is held by those who have the key.</remarks>
internal static class Reuse
{
    /// <summary>Revokes the authorization of a consumed credential and refuses the request.</summary>
    /// <param name="model">Revokes the authorization.</param>
    /// <param name="credential">The consumed credential.</param>
    /// <param name="reason">What was used twice.</param>
    /// <param name="rule">The section that demands it.</param>
    /// <param name="request">The request.</param>
    internal static async ValueTask<OAuthError> RefuseAsync(
        IAuthorizationModel model, Credential credential, RevocationReason reason, string rule, GrantRequest request)
    {
        var context = request.Context;
        // A party without the key cannot use the credential, so it is not the second one that holds it, and must not end the access of the
        // owner (RFC 9449 §5).
        if (!request.Keys.Satisfy(credential.Properties)) return TokenBinding.OtherKey();
        // A request that a network sent twice has the same proof: it is no second use of the credential.
        // None of it is cancelled with the request: an attacker could close the connection.
        if (await request.Keys.UseAsync(context, CancellationToken.None) is { } used) return used;
        var id = credential.Authorization.Id;
        await model.RevokeAuthorizationAsync(credential.Authorization, context, CancellationToken.None);
        await context.ReportAsync(new OAuthEvent.AuthorizationRevoked { AuthorizationId = id, Reason = reason });
        var name = reason switch
        {
            RevocationReason.CodeReused => "code",
            RevocationReason.DeviceCodeReused => "device code",
            _ => "refresh token",
        };
        return OAuthError.InvalidGrant($"The {name} was used before.", rule, $"Authorization {id} is revoked.");
    }
}
