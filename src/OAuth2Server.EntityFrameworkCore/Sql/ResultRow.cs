namespace OAuth2Server.EntityFrameworkCore;

/// <summary>The current row of a query's result.</summary>
internal abstract class ResultRow
{
    internal abstract bool IsNull(int column);

    internal abstract string Text(int column);

    internal abstract long Number(int column);

    internal abstract byte[] Bytes(int column);

    internal abstract bool Flag(int column);
}
