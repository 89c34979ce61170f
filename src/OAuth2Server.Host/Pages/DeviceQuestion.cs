using OAuth2Server.AspNetCore;

namespace OAuth2Server.Host.Pages;

/// <summary>What the device page asks.</summary>
internal sealed record DeviceQuestion
{
    /// <summary>The code, to be compared with the device's.</summary>
    public required string UserCode { get; init; }

    /// <summary>The client's name for people.</summary>
    public required string ClientName { get; init; }

    /// <summary>The client's id.</summary>
    public required string ClientId { get; init; }

    /// <summary>What is asked for, each with its name for people.</summary>
    public required IReadOnlyList<KeyValuePair<string, string>> Scopes { get; init; }

    /// <summary>The resources that the tokens will be for.</summary>
    public required IReadOnlyList<string> Resources { get; init; }

    /// <summary>The sealed code.</summary>
    public required string Ticket { get; init; }

    internal static DeviceQuestion Of(DevicePrompt prompt, HostSettings settings) => new()
    {
        UserCode = prompt.Request.UserCode,
        ClientName = HostClient.NameOf(prompt.Request.Client),
        ClientId = prompt.Request.Client.Id,
        Scopes = [.. prompt.Request.Scope.Select(name => KeyValuePair.Create(name, settings.Scopes.GetValueOrDefault(name, name)))],
        Resources = prompt.Request.Resources,
        Ticket = prompt.Ticket,
    };
}
