namespace OAuth2Server.EntityFrameworkCore;

/// <summary>How expired rows are removed.</summary>
public sealed class PruningOptions
{
    /// <summary>How often to look.</summary>
    /// <value>Default 5 minutes; at least 1 second.</value>
    public TimeSpan Interval { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>How many rows one batch removes: few, so that requests do not wait for it.</summary>
    /// <value>Default 500; at least 1.</value>
    public int BatchSize { get; set; } = 500;

    /// <summary>How long to pause between two batches, so that requests come first.</summary>
    /// <value>Default 20 milliseconds; not negative.</value>
    public TimeSpan Pause { get; set; } = TimeSpan.FromMilliseconds(20);
}
