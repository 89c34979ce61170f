using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace OAuth2Server.EntityFrameworkCore;

/// <summary>A complete model on Entity Framework Core, in your own DbContext, on SQLite and PostgreSQL.
/// Only hashes of codes, tokens and client secrets are stored.</summary>
/// <remarks>
/// Users are yours: derive, and implement <see cref="IPasswordModel"/> and <see cref="IUserModel"/> over your own table.
/// Derive, too, to give clients of a type of your own: override <see cref="ClientOf"/> or <see cref="GetClientAsync"/>.
/// Use one instance for each request, like the DbContext.
/// </remarks>
/// <typeparam name="TContext">A DbContext whose model calls <c>UseOAuth2Server()</c>.</typeparam>
public partial class EntityFrameworkModel<TContext> :
    IAuthorizationCodeModel,
    IRefreshTokenModel,
    IClientCredentialsModel,
    IAccessTokenModel,
    IRevocationModel,
    IExchangeModel,
    IConsentModel,
    IPruningModel,
    IAttemptModel,
    IClientOriginModel,
    IClientRegistrationModel,
    ISigningKeyModel,
    ISessionClientModel,
    IAuthorizationListModel
    where TContext : DbContext
{
    private readonly Store _store;
    private readonly ILogger _log;

    /// <summary>Makes a model.</summary>
    /// <param name="context">The DbContext.</param>
    /// <param name="logger">The log; null logs nothing.</param>
    public EntityFrameworkModel(TContext context, ILogger<EntityFrameworkModel<TContext>>? logger = null)
    {
        ArgumentNullException.ThrowIfNull(context);
        Context = context;
        _store = new(context);
        _log = logger ?? NullLogger<EntityFrameworkModel<TContext>>.Instance;
    }

    /// <summary>The DbContext.</summary>
    protected TContext Context { get; }

    // A damaged row is refused like one that is not there. The log names it; the server continues.
    private T? Readable<TRow, T>(
        TRow? row, Func<EntityFrameworkModel<TContext>, TRow, T> read, string table, Func<TRow, string> id)
        where TRow : class where T : class
    {
        if (row is null) return null;
        try
        {
            return read(this, row);
        }
        catch (Exception e) when (e is FormatException or ArgumentException)
        {
            LogDamaged(e, table, id(row));
            return null;
        }
    }

    [LoggerMessage(
        40,
        LogLevel.Error,
        "The row {Id} of {Table} is damaged or was not written by this program; it is refused. Restore or delete it",
        EventName = "DamagedRow")]
    private partial void LogDamaged(Exception? exception, string table, string id);
}
