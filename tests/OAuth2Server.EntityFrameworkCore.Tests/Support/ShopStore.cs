using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Storage;
using OAuth2Server.Testing;

namespace OAuth2Server.EntityFrameworkCore.Tests;

/// <summary>A fresh, empty database with the shop's tables; removed when disposed.</summary>
public abstract class ShopStore : IAsyncDisposable
{
    internal abstract DbContextOptions<ShopDb> Options { get; }

    internal ShopDb Open() => new(Options);

    /// <summary>The same database with settings of a test's own.</summary>
    internal abstract DbContextOptions<ShopDb> With(Func<ExecutionStrategyDependencies, IExecutionStrategy>? strategy = null,
        IInterceptor? interceptor = null);

    /// <summary>A table's name in SQL.</summary>
    internal abstract string Table(string name);

    /// <summary>Some bytes in SQL.</summary>
    internal abstract string Bytes { get; }

    /// <summary>How the database runs a statement: the names of the indexes that it uses are in it.</summary>
    internal abstract Task<string> PlanAsync(string sql);

    /// <summary>Every byte of the raw storage.</summary>
    internal abstract Task<byte[]> DumpAsync();

    public abstract ValueTask DisposeAsync();

    /// <summary>The store as the model contract wants it.</summary>
    internal ModelFixture ToFixture() => new(() =>
    {
        var db = Open();
        return new(new ModelScope(new ShopModel(db), db));
    })
    {
        AddClient = async (client, secret) => await WithAsync(db => new ShopModel(db).SaveClientAsync(client, secret)),
        DisableClient = async id => await WithAsync(db => new ShopModel(db).DisableClientAsync(id)),
        AddUser = AddCustomerAsync,
        DisableUser = async user => await WithAsync(async db =>
        {
            var id = int.Parse(user.Id);
            await db.Customers.Where(c => c.Id == id).ExecuteUpdateAsync(set => set.SetProperty(c => c.Closed, true));
        }),
        Dump = async () => await DumpAsync(),
        Close = DisposeAsync,
    };

    internal async ValueTask<User> AddCustomerAsync(string email, string password)
    {
        await using var db = Open();
        var customer = new Customer { Email = email, PasswordHash = ShopModel.Hash(password) };
        db.Add(customer);
        await db.SaveChangesAsync();
        return ShopModel.UserOf(customer);
    }

    private protected async Task<string> LinesAsync(string sql, int column)
    {
        await using var db = Open();
        await db.Database.OpenConnectionAsync();
        await using var command = db.Database.GetDbConnection().CreateCommand();
        command.CommandText = sql;
        await using var reader = await command.ExecuteReaderAsync();
        var lines = new List<string>();
        while (await reader.ReadAsync()) lines.Add(reader.GetString(column));
        return string.Join('\n', lines);
    }

    private async Task WithAsync(Func<ShopDb, Task> work)
    {
        await using var db = Open();
        await work(db);
    }
}
