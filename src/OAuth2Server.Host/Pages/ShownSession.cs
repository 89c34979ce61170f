using System.Globalization;

namespace OAuth2Server.Host.Pages;

/// <summary>A session on the account page.</summary>
/// <param name="Id">The public id.</param>
/// <param name="IsThis">Whether the page is shown in this session.</param>
/// <param name="Device">The browser and the system, as far as they are known.</param>
/// <param name="Address">The address when the session was seen last; null if it is not known.</param>
/// <param name="Since">When the user signed in: the time, UTC.</param>
/// <param name="LastSeen">When the session was seen last, to a minute: the time, UTC.</param>
internal sealed record ShownSession(string Id, bool IsThis, string Device, string? Address, string Since, string LastSeen)
{
    // The order matters: each of these names the ones below it, too.
    private static readonly (string Mark, string Name)[] Browsers =
    [
        ("Edg", "Edge"), ("OPR/", "Opera"), ("SamsungBrowser/", "Samsung Internet"), ("Firefox/", "Firefox"), ("FxiOS/", "Firefox"),
        ("CriOS/", "Chrome"), ("Chrome/", "Chrome"), ("Safari/", "Safari"),
    ];

    private static readonly (string Mark, string Name)[] Systems =
    [
        ("Windows", "Windows"), ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Mac OS X", "macOS"),
        ("CrOS", "ChromeOS"), ("Linux", "Linux"),
    ];

    internal static ShownSession Of(Session session, string thisSession) => new(
        session.Id,
        session.Id == thisSession,
        DeviceOf(session.UserAgent ?? ""),
        session.RemoteAddress is { IsIPv4MappedToIPv6: true } mapped ? mapped.MapToIPv4().ToString() : session.RemoteAddress?.ToString(),
        Time(session.SignedInAt),
        Time(session.LastSeenAt));

    /// <summary>The browser and the system that a header <c>User-Agent</c> names. It is a hint for the user: a browser can send
    /// anything.</summary>
    internal static string DeviceOf(string userAgent)
    {
        var (browser, system) = (Find(Browsers), Find(Systems));
        return (browser, system) switch
        {
            (null, null) => "Unknown browser",
            (null, _) => $"Unknown browser on {system}",
            (_, null) => browser,
            _ => $"{browser} on {system}",
        };

        string? Find((string Mark, string Name)[] known) =>
            known.FirstOrDefault(one => userAgent.Contains(one.Mark, StringComparison.Ordinal)).Name;
    }

    private static string Time(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);
}
