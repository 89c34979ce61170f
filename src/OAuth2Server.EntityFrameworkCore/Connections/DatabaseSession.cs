namespace OAuth2Server.EntityFrameworkCore;

/// <summary>An open connection with the statements that were prepared on it. One caller at a time uses it.</summary>
internal abstract class DatabaseSession : IDisposable
{
    /// <summary>How often its pool had been cleared when it was taken out or opened.</summary>
    internal int Generation { get; set; }

    /// <summary>Closes the connection.</summary>
    public abstract void Dispose();
}
