using Microsoft.AspNetCore.Authorization;

namespace OAuth2Server.AspNetCore;

/// <summary>An authorization requirement: the user of the access token must have signed in strongly enough, or recently enough (RFC
/// 9470).</summary>
/// <param name="required">The sign-in.</param>
public sealed class AuthenticationRequirement(RequiredAuthentication required) : IAuthorizationRequirement
{
    /// <summary>The sign-in.</summary>
    public RequiredAuthentication Required => required;

    /// <inheritdoc/>
    public override string ToString() => $"AuthenticationRequirement({required})";
}
