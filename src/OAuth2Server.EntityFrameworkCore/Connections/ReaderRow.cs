using System.Data.Common;
using System.Runtime.CompilerServices;

namespace OAuth2Server.EntityFrameworkCore;

/// <summary>The current row of an ADO.NET reader.</summary>
internal sealed class ReaderRow(DbDataReader reader) : ResultRow
{
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    internal static async ValueTask FillAsync(Result result, DbDataReader reader, CancellationToken ct)
    {
        var row = new ReaderRow(reader);
        while (await reader.ReadAsync(ct) && result.Take(row))
        {
        }
    }

    internal override bool IsNull(int column) => reader.IsDBNull(column);

    internal override string Text(int column) => reader.GetString(column);

    internal override long Number(int column) => reader.GetInt64(column);

    internal override byte[] Bytes(int column) => reader.GetFieldValue<byte[]>(column);

    internal override bool Flag(int column) => reader.GetBoolean(column);
}
