using System.Data;

namespace OAuth2Server.EntityFrameworkCore;

/// <summary>One value for one parameter, with its type in the database: PostgreSQL needs the type of a null, too.</summary>
/// <param name="Type">String, Binary, Int64 or Boolean.</param>
/// <param name="Object">A text or bytes; null for a number, a flag, or for no value.</param>
/// <param name="Number">A number, or 0 and 1 for a flag; without meaning when there is no value.</param>
/// <param name="IsNull">Whether there is no value.</param>
internal readonly record struct Argument(DbType Type, object? Object, long Number, bool IsNull)
{
    /// <summary>The value as ADO.NET takes it.</summary>
    internal object ToDbValue() => IsNull ? DBNull.Value : Type switch
    {
        DbType.Int64 => Number,
        DbType.Boolean => Number != 0,
        _ => Object!,
    };
}
