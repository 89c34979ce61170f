namespace OAuth2Server.Testing.Tests;

/// <summary>A column of local times: in the hour that the wall clock shows twice, one of two times comes back for both.</summary>
internal static class WallClock
{
    private static readonly TimeZoneInfo Berlin = Zone("Berlin", 1, new(1, 1, 1, 2, 0, 0), (3, 5), new(1, 1, 1, 3, 0, 0), (10, 5));
    private static readonly TimeZoneInfo NewYork = Zone("New York", -5, new(1, 1, 1, 2, 0, 0), (3, 2), new(1, 1, 1, 2, 0, 0), (11, 1));

    public static (string Name, Func<DateTimeOffset, DateTimeOffset> Keep)[] Zones { get; } =
        [("Berlin", time => Keep(time, Berlin)), ("New York", time => Keep(time, NewYork))];

    private static DateTimeOffset Keep(DateTimeOffset time, TimeZoneInfo zone)
    {
        var shown = DateTime.SpecifyKind(TimeZoneInfo.ConvertTime(time, zone).DateTime, DateTimeKind.Unspecified);
        return new(TimeZoneInfo.ConvertTimeToUtc(shown, zone));
    }

    // Each change is on a Sunday: the nth of a month, and the fifth is the last.
    private static TimeZoneInfo Zone(
        string name, int hours, DateTime begin, (int Month, int Week) first, DateTime end, (int Month, int Week) last)
    {
        var from = TimeZoneInfo.TransitionTime.CreateFloatingDateRule(begin, first.Month, first.Week, DayOfWeek.Sunday);
        var to = TimeZoneInfo.TransitionTime.CreateFloatingDateRule(end, last.Month, last.Week, DayOfWeek.Sunday);
        var rule = TimeZoneInfo.AdjustmentRule.CreateAdjustmentRule(
            DateTime.MinValue.Date, DateTime.MaxValue.Date, TimeSpan.FromHours(1), from, to);
        return TimeZoneInfo.CreateCustomTimeZone(name, TimeSpan.FromHours(hours), name, name, name, [rule]);
    }
}
