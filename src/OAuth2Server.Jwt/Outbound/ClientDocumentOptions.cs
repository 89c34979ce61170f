namespace OAuth2Server.Jwt;

/// <summary>How documents are fetched and kept that clients publish: their keys, their metadata.</summary>
/// <remarks>The server of a client says by its headers how long a document is fresh; the bounds here come before it.</remarks>
public sealed class ClientDocumentOptions
{
    /// <summary>The largest document that is read, in bytes.</summary>
    /// <value>1024 to 1048576; default 65536.</value>
    public int MaxBytes { get; set; } = 64 * 1024;

    /// <summary>How long a document is fresh whose server does not say it.</summary>
    /// <value>From <see cref="LeastFresh"/> to <see cref="MostFresh"/>; default 15 minutes.</value>
    public TimeSpan FreshByDefault { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>The shortest time that a document is fresh, also with <c>no-store</c>: requests of a client must not become as many
    /// fetches.</summary>
    /// <value>10 seconds to 1 hour; default 1 minute.</value>
    public TimeSpan LeastFresh { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>The longest time that a document is fresh: a key that a client took out is accepted no longer than that.</summary>
    /// <value>At least <see cref="LeastFresh"/>, at most 7 days; default 24 hours.</value>
    public TimeSpan MostFresh { get; set; } = TimeSpan.FromHours(24);

    /// <summary>How many documents are kept. When there are more addresses, those that were not used for the longest time are fetched
    /// again.</summary>
    /// <value>2 to 100000; default 2000.</value>
    public int MaxDocuments { get; set; } = 2000;

    /// <summary>How many fetches run at the same time; others wait for them.</summary>
    /// <value>1 to 1000; default 16.</value>
    public int MaxFetches { get; set; } = 16;

    /// <summary>The problems of the settings, each as a sentence that names the setting; empty when there is none.</summary>
    public IEnumerable<string> Validate()
    {
        if (MaxBytes is < 1024 or > 1024 * 1024) yield return "MaxBytes must be from 1024 to 1048576.";
        if (LeastFresh < TimeSpan.FromSeconds(10) || LeastFresh > TimeSpan.FromHours(1))
            yield return "LeastFresh must be from 10 seconds to 1 hour.";
        if (MostFresh < LeastFresh || MostFresh > TimeSpan.FromDays(7)) yield return "MostFresh must be from LeastFresh to 7 days.";
        if (FreshByDefault < LeastFresh || FreshByDefault > MostFresh) yield return "FreshByDefault must be from LeastFresh to MostFresh.";
        if (MaxDocuments is < 2 or > 100_000) yield return "MaxDocuments must be from 2 to 100000.";
        if (MaxFetches is < 1 or > 1000) yield return "MaxFetches must be from 1 to 1000.";
    }

    /// <summary>How long a document is fresh.</summary>
    internal TimeSpan FreshFor(TimeSpan? maxAge) =>
        maxAge is not { } age ? FreshByDefault : age < LeastFresh ? LeastFresh : age > MostFresh ? MostFresh : age;
}
