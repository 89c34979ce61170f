using OAuth2Server.AspNetCore;

namespace OAuth2Server.Host.Pages;

/// <summary>The content of the device page when it asks the user.</summary>
internal sealed record DeviceQuestion
{
    /// <summary>The user code. The user compares it with the code on the device.</summary>
    public required string UserCode { get; init; }

    /// <summary>The name of the client for users.</summary>
    public required string ClientName { get; init; }

    /// <summary>The id of the client.</summary>
    public required string ClientId { get; init; }

    /// <summary>Whether the client registered itself, and the operator has not checked it.</summary>
    public bool IsUnchecked { get; init; }

    /// <summary>The requested scopes, each with its text for users.</summary>
    public required IReadOnlyList<KeyValuePair<string, string>> Scopes { get; init; }

    /// <summary>The authorization details, each as its text for users.</summary>
    public required IReadOnlyList<string> Details { get; init; }

    /// <summary>The resources for which the tokens are requested.</summary>
    public required IReadOnlyList<string> Resources { get; init; }

    /// <summary>The ticket: the sealed user code.</summary>
    public required string Ticket { get; init; }

    internal static DeviceQuestion Of(DevicePrompt prompt, HostSettings settings) => new()
    {
        UserCode = prompt.Request.UserCode,
        ClientName = prompt.Request.Client.DisplayName ?? prompt.Request.Client.Id,
        ClientId = prompt.Request.Client.Id,
        IsUnchecked = prompt.Request.Client.Source == ClientSource.Registration,
        Scopes = ScopeChoices.Of(prompt.Request.Scope, settings),
        Details = prompt.AuthorizationDetailsTexts,
        Resources = prompt.Request.Resources,
        Ticket = prompt.Ticket,
    };
}

/// <summary>The content of the device page after the user answered.</summary>
/// <param name="Title">The heading.</param>
/// <param name="Text">What the user can do now.</param>
internal sealed record DeviceOutcome(string Title, string Text)
{
    internal static DeviceOutcome Allowed { get; } = new(
        "The device is connected",
        "Go back to the device. It continues in a moment. You can close this page.");

    internal static DeviceOutcome Denied { get; } = new(
        "You denied access",
        "The device gets no access to your account. You can close this page.");

    internal static DeviceOutcome Nothing { get; } = new(
        "No access was given",
        "The device cannot get any of the access that it requested. Start again on the device.");

    internal static DeviceOutcome Expired { get; } = new(
        "This page has expired",
        "The page was open for too long, or the request was answered already. Nothing was changed. Start again on the device.");
}
