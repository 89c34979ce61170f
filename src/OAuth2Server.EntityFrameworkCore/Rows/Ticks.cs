namespace OAuth2Server.EntityFrameworkCore;

/// <summary>Times as UTC ticks of 100 ns: exact, where PostgreSQL's timestamps end at the microsecond and SQLite has none.</summary>
internal static class Ticks
{
    internal static DateTimeOffset ToTime(long ticks)
    {
        if (ticks < 0 || ticks > DateTime.MaxValue.Ticks) throw new FormatException("A stored time is out of range.");
        return new(ticks, TimeSpan.Zero);
    }

    internal static DateTimeOffset? ToTime(long? ticks) => ticks is { } known ? ToTime(known) : null;
}
