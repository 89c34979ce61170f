namespace OAuth2Server.EntityFrameworkCore;

/// <summary>An executor with connections of its own.</summary>
internal interface IPooledExecutor : IExecutor
{
    /// <summary>Closes the connections; one that is in use is closed when its statement ends.</summary>
    void Clear();
}
