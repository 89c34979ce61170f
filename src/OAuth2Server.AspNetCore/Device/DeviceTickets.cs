using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Options;

namespace OAuth2Server.AspNetCore;

/// <summary>Seals the user code of a device's request for its trip through the page where it is answered.</summary>
internal sealed class DeviceTickets(IDataProtectionProvider protection, TimeProvider clock, IOptions<OAuth2AspNetCoreOptions> options)
{
    private readonly UserTickets _tickets = new(protection.CreateProtector("OAuth2Server.AspNetCore.DeviceTicket.1"), clock, options.Value.ConsentLifetime);

    internal string Seal(DeviceRequest request, User user) => _tickets.Seal(request.UserCode, user);

    /// <summary>The user code; null when the ticket is damaged, expired or another user's.</summary>
    internal string? Open(string ticket, User user) => _tickets.Open(ticket, user);
}
