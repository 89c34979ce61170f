namespace OAuth2Server.EntityFrameworkCore;

/// <summary>A job that only one node may do at a time.</summary>
public sealed class LeaseRow
{
    /// <summary>The job.</summary>
    public string Name { get; set; } = "";

    /// <summary>The node that does it.</summary>
    public string Owner { get; set; } = "";

    /// <summary>Until when, in UTC ticks; then any node may take it.</summary>
    public long Until { get; set; }
}
