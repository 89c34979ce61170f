using Microsoft.EntityFrameworkCore;

namespace OAuth2Server.EntityFrameworkCore;

/// <summary>The connections that the model keeps open between requests, with their prepared statements.</summary>
/// <remarks>They are closed after a minute without use, and when the process ends. <c>Pooling=False</c> in the connection string
/// switches them off.</remarks>
public static class OAuth2ConnectionPool
{
    /// <summary>Closes the connections to a DbContext's database, for instance before its file is deleted. One that is in use is closed
    /// when its statement ends.</summary>
    /// <param name="context">The DbContext.</param>
    public static void Clear(DbContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        ConnectionPools.Find(context, context.Database.GetDbConnection())?.Clear();
    }

    /// <summary>Closes the connections to all databases.</summary>
    public static void ClearAll() => ConnectionPools.ClearAll();
}
