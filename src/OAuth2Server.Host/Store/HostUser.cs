using Microsoft.AspNetCore.Identity;

namespace OAuth2Server.Host;

/// <summary>A user who may sign in, as ASP.NET Core Identity stores it.</summary>
internal sealed class HostUser : IdentityUser
{
    /// <summary>True refuses the sign-in, and every further refresh.</summary>
    public bool Closed { get; set; }
}
