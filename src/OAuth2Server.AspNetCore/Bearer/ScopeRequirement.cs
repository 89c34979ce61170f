using Microsoft.AspNetCore.Authorization;

namespace OAuth2Server.AspNetCore;

/// <summary>An authorization requirement: the access token must have a scope.</summary>
/// <param name="scope">The scope.</param>
public sealed class ScopeRequirement(Scope scope) : IAuthorizationRequirement
{
    /// <summary>The scope.</summary>
    public Scope Scope => scope;

    /// <inheritdoc/>
    public override string ToString() => $"ScopeRequirement({scope})";
}
