namespace OAuth2Server.EntityFrameworkCore;

/// <summary>Times as UTC ticks of 100 ns: exact on both databases: PostgreSQL's timestamps have microseconds only, and SQLite has no
/// type for times.</summary>
internal static class Ticks
{
    internal static DateTimeOffset ToTime(long ticks)
    {
        if (ticks < 0 || ticks > DateTime.MaxValue.Ticks) throw new FormatException("A stored time is out of range.");
        return new(ticks, TimeSpan.Zero);
    }

    internal static DateTimeOffset? ToTime(long? ticks) => ticks is { } known ? ToTime(known) : null;
}
