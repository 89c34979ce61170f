namespace OAuth2Server.Jwt;

/// <summary>Limits log lines that any party can cause, about things of its choice: one in a minute about one thing, and
/// <see cref="MostTogether"/> in a minute altogether.</summary>
internal sealed class LineLimit
{
    /// <summary>How many lines are written in a minute. The text of each limited line names the number.</summary>
    internal const int MostTogether = 100;

    private static readonly TimeSpan Time = TimeSpan.FromMinutes(1);

    // Of the lines of the last minute and the one before it none is forgotten.
    private readonly BoundedCache<Written> _written = new(10 * MostTogether);
    private readonly Lock _lock = new();
    private DateTimeOffset _until = DateTimeOffset.MinValue;
    private int _count;

    /// <summary>Whether a line is written now; it is counted then.</summary>
    /// <param name="about">What it is about.</param>
    /// <param name="now">The time.</param>
    internal bool Allows(string about, DateTimeOffset now)
    {
        var key = SecretHash.Of(about);
        lock (_lock)
        {
            if (_written.TryGet(key, out var last) && now < last.Until) return false;
            if (now >= _until) (_until, _count) = (now + Time, 0);
            if (_count == MostTogether) return false;
            _count++;
            _written.Set(key, new(now + Time));
            return true;
        }
    }

    private sealed record Written(DateTimeOffset Until);
}
