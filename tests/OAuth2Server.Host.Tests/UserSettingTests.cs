using System.Text.Json.Nodes;

namespace OAuth2Server.Host.Tests;

/// <summary>A start with other users or other passwords than the store has: the log says what had no effect.</summary>
public sealed class UserSettingTests
{
    public static TheoryData<string> Databases => ["Sqlite", "PostgreSql"];

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task A_configured_password_that_is_not_the_one_of_the_store_is_named_at_the_start(string provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using (await TestServer.StartAsync(database.Use))
        {
        }
        await using var server = await TestServer.StartAsync(c =>
        {
            database.Use(c);
            c.Server()["Users"]![0]!["Password"] = "another long password of alice";
        });

        Assert.Contains("The user alice has another password in the store", server.Log.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("The user bob has another password", server.Log.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("another long password of alice", server.Log.Text, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task An_account_that_is_not_in_the_configuration_is_named_at_the_start_unless_it_is_closed(string provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using (var first = await TestServer.StartAsync(database.Use))
            Assert.DoesNotContain("not in the configuration", first.Log.Text, StringComparison.Ordinal);
        await using (var second = await TestServer.StartAsync(c => Keep(c, database, "alice", disabled: false)))
            Assert.Contains("open accounts that are not in the configuration: bob.", second.Log.Text, StringComparison.Ordinal);
        await using (await TestServer.StartAsync(c => Keep(c, database, "bob", disabled: true)))
        {
        }
        await using var last = await TestServer.StartAsync(c => Keep(c, database, "alice", disabled: false));

        Assert.DoesNotContain("open accounts that are not in the configuration", last.Log.Text, StringComparison.Ordinal);
    }

    private static void Keep(JsonObject configuration, TestDatabase database, string username, bool disabled)
    {
        database.Use(configuration);
        var users = configuration.Server()["Users"]!.AsArray();
        var kept = users.Single(user => user!["Username"]!.GetValue<string>() == username)!.DeepClone();
        kept["Disabled"] = disabled;
        configuration.Server()["Users"] = new JsonArray(kept);
    }
}
