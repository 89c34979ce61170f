using Microsoft.AspNetCore.Identity;

namespace OAuth2Server.Host;

/// <summary>Somebody who may sign in, as ASP.NET Core Identity keeps him.</summary>
internal sealed class HostUser : IdentityUser
{
    /// <summary>True refuses the sign-in, and every refresh from then on.</summary>
    public bool Closed { get; set; }
}
