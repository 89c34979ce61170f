using System.Data;
using System.Data.Common;

namespace OAuth2Server.EntityFrameworkCore;

/// <summary>How one property of a row goes into a parameter and comes out of a reader.</summary>
/// <param name="Property">The property's name.</param>
/// <param name="Type">Its type in the database: PostgreSQL wants to know it of a null, too.</param>
/// <param name="Get">Reads the property.</param>
/// <param name="Set">Sets it from a reader's column that is not null.</param>
internal sealed record Column<TRow>(string Property, DbType Type, Func<TRow, object?> Get, Action<TRow, DbDataReader, int> Set);
