using Microsoft.AspNetCore.Identity;

namespace OAuth2Server.Host;

/// <summary>A user who may sign in, as ASP.NET Core Identity stores it.</summary>
internal sealed class HostUser : IdentityUser
{
    /// <summary>True refuses the sign-in, and every further refresh.</summary>
    public bool Closed { get; set; }

    /// <summary>The name that applications see, if the user allows it; null for none.</summary>
    public string? DisplayName { get; set; }

    /// <summary>The https URL of a picture; null for none.</summary>
    public string? Picture { get; set; }
}
