using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;

namespace OAuth2Server.Host.Tests;

/// <summary>The compiled models are generated files: they must say what OnModelCreating says.</summary>
public sealed class CompiledModelTests
{
    private const string Remedy = "CONTRIBUTING.md says how to generate it again.";

    [Theory]
    [InlineData("Sqlite")]
    [InlineData("PostgreSql")]
    public void The_compiled_model_is_used_and_is_what_OnModelCreating_says(string provider)
    {
        using var db = Open(provider);
        Assert.Equal($"{provider}HostDbContextModel", db.Model.GetType().Name);
        var (compiled, built) = (Describe(db.Model), Describe(db.GetService<IDesignTimeModel>().Model));
        Assert.True(built == compiled,
            $"The compiled model of {provider}HostDbContext is not the model. {Remedy}\n{built}\nand compiled:\n{compiled}");
    }

    // Names, types and keys of what statements are made of. What only migrations need is not in a compiled model.
    private static string Describe(IModel model) =>
        string.Join('\n', model.GetEntityTypes().OrderBy(type => type.Name, StringComparer.Ordinal).SelectMany(Describe));

    private static IEnumerable<string> Describe(IEntityType type) =>
    [
        $"{type.Name} {type.GetSchemaQualifiedTableName()}",
        .. type.GetProperties().Select(p =>
            $"  {p.Name} {p.GetColumnName()} {p.GetColumnType()} {p.ClrType} {p.IsNullable} {p.IsConcurrencyToken} {p.ValueGenerated}"),
        .. type.GetKeys().Select(k => $"  key {Names(k.Properties)} {k.IsPrimaryKey()}"),
        .. type.GetForeignKeys().Select(f => $"  to {f.PrincipalEntityType.Name} {Names(f.Properties)} {f.DeleteBehavior}"),
        .. type.GetIndexes().Select(i => $"  index {Names(i.Properties)} {i.IsUnique}").Order(StringComparer.Ordinal),
    ];

    private static string Names(IEnumerable<IProperty> properties) => string.Join(',', properties.Select(p => p.Name));

    private static HostDbContext Open(string provider) => provider == "Sqlite"
        ? new SqliteHostDbContext(new DbContextOptionsBuilder<SqliteHostDbContext>().UseSqlite().Options)
        : new PostgreSqlHostDbContext(new DbContextOptionsBuilder<PostgreSqlHostDbContext>().UseNpgsql().Options);
}
