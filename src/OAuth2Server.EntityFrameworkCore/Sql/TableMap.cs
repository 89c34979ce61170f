using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;

namespace OAuth2Server.EntityFrameworkCore;

/// <summary>A row type's table and columns as the DbContext maps them, with the names, the schema and the conventions that the
/// application chose.</summary>
internal sealed class TableMap<TRow> : ITableMap where TRow : class
{
    private readonly Dictionary<string, string> _columns;

    internal TableMap(DbContext db)
    {
        var entity = db.Model.FindEntityType(typeof(TRow)) ?? throw new InvalidOperationException(
            $"{db.GetType().Name} does not map {typeof(TRow).Name}: call modelBuilder.UseOAuth2Server() in OnModelCreating.");
        var sql = db.GetService<ISqlGenerationHelper>();
        var table = StoreObjectIdentifier.Create(entity, StoreObjectType.Table)!.Value;

        Name = sql.DelimitIdentifier(table.Name, table.Schema);
        _columns = entity.GetProperties()
            .ToDictionary(p => p.Name, p => sql.DelimitIdentifier(p.GetColumnName(table)!), StringComparer.Ordinal);
    }

    /// <summary>The table's quoted name.</summary>
    internal string Name { get; }

    /// <summary>The quoted name of a property's column.</summary>
    public string this[string property] => _columns[property];

    /// <summary>Quoted column names, comma-separated, behind an alias where one is given.</summary>
    internal string List(IEnumerable<string> properties, string alias = "") =>
        string.Join(", ", properties.Select(p => alias + _columns[p]));

    /// <summary>A parameter for each property, comma-separated.</summary>
    /// <param name="properties">The properties.</param>
    /// <param name="prefix">What the parameters' names start with.</param>
    internal static string Parameters(IEnumerable<string> properties, string prefix) =>
        string.Join(", ", properties.Select(p => $"@{prefix}{p}"));
}
