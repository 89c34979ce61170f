using Microsoft.AspNetCore.Authentication;

namespace OAuth2Server.AspNetCore;

/// <summary>Settings of bearer authentication.</summary>
public sealed class OAuth2BearerOptions : AuthenticationSchemeOptions
{
    /// <summary>The identifier of this resource (RFC 8707): a token with an audience must name it.</summary>
    /// <value>Default null: tokens with an audience are refused.</value>
    public string? Resource { get; set; }

    /// <summary>Whether <c>access_token</c> is also taken from a form (RFC 6750 §2.2).</summary>
    /// <value>Default false: only the Authorization header.</value>
    public bool AllowFormParameter { get; set; }

    /// <summary>Whether answers name the scope that was required, in <c>X-Accepted-OAuth-Scopes</c>.</summary>
    /// <value>Default false.</value>
    public bool AddAcceptedScopesHeader { get; set; }

    /// <summary>Whether answers name the scope of the token, in <c>X-OAuth-Scopes</c>.</summary>
    /// <value>Default false.</value>
    public bool AddAuthorizedScopesHeader { get; set; }
}
