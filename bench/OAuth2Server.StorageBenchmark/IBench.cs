using Microsoft.EntityFrameworkCore;

namespace OAuth2Server.StorageBenchmark;

/// <summary>One database to measure on.</summary>
internal interface IBench
{
    DbContextOptions<BenchDb> Options { get; }

    IWork Raw { get; }

    /// <summary>Makes rows, whose texts are the numbers in a range, inside the database.</summary>
    Task FillAsync(long first, long last, DateTimeOffset expires);
}
