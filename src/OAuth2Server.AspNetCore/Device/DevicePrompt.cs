namespace OAuth2Server.AspNetCore;

/// <summary>A device's request as the page puts it to the signed-in user.</summary>
public sealed class DevicePrompt
{
    internal DevicePrompt(DeviceRequest request, string ticket) => (Request, Ticket) = (request, ticket);

    /// <summary>What is asked, by whom, and the code to compare with the device's.</summary>
    public DeviceRequest Request { get; }

    /// <summary>What the form sends back in its field <c>ticket</c>.</summary>
    public string Ticket { get; }

    /// <summary>The request alone: the ticket is the user's secret.</summary>
    public override string ToString() => Request.ToString();
}
