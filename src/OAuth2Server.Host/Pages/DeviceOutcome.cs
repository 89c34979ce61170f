namespace OAuth2Server.Host.Pages;

/// <summary>What the device page says in the end.</summary>
/// <param name="Title">The heading.</param>
/// <param name="Text">What to do now.</param>
internal sealed record DeviceOutcome(string Title, string Text)
{
    internal static DeviceOutcome Allowed { get; } = new("The device is connected", "Go back to the device: it goes on by itself in a moment. You can close this page.");

    internal static DeviceOutcome Denied { get; } = new("You denied it", "The device gets nothing. You can close this page.");

    internal static DeviceOutcome Nothing { get; } = new("Nothing was allowed", "Nothing of what the device wants could be given to it. It has to ask again.");

    internal static DeviceOutcome Expired { get; } = new("This page has expired", "It was open for too long, or the request was answered before. Nothing was changed. Start again on the device.");
}
