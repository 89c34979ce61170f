namespace OAuth2Server.EntityFrameworkCore;

/// <summary>How often attempts with one key failed.</summary>
public sealed class AttemptRow
{
    /// <summary>What it is counted by; see <see cref="IAttemptModel.AddFailureAsync"/>.</summary>
    public string Key { get; set; } = "";

    /// <summary>How many failures.</summary>
    public int Failures { get; set; }

    /// <summary>When the count is forgotten, in UTC ticks.</summary>
    public long ForgetAt { get; set; }
}
