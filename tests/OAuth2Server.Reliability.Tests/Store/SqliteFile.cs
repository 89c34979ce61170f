using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace OAuth2Server.Reliability.Tests;

/// <summary>A SQLite file in a temporary folder.</summary>
internal sealed class SqliteFile : TestStore
{
    // Relative to the configuration's folder, where the host runs.
    private const string FileName = "oauth2.db";

    internal SqliteFile() : base("Sqlite", $"Data Source={FileName}")
    {
    }

    protected override DbConnection Connect() => new SqliteConnection($"Data Source={Path.Combine(Folder, FileName)};Pooling=False");
}
