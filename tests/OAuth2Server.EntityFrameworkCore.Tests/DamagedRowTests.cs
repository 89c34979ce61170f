namespace OAuth2Server.EntityFrameworkCore.Tests;

/// <summary>A row that this program cannot have written is refused, with one line that names it, and affects no other row.</summary>
public abstract class DamagedRowTests
{
    public static TheoryData<string, string> TokenDamages =>
        [("granted_scope", "'a\"b'"), ("scope", "'a\"b'"), ("audience", "'no json'"), ("resources", "'{}'"), ("resources", "'[1]'"),
            ("properties", "'{'"),
            ("authorization_properties", "'[]'"), ("issued_at", "-1"), ("granted_at", "9223372036854775807"), ("ends_at", "-5"),
                ("expires_at", "9000000000000000000")];

    public static TheoryData<string, string> CredentialDamages =>
        [("granted_scope", "'a\"b'"), ("resources", "'null'"), ("properties", "'1'"), ("expires_at", "-1"),
            ("consumed_at", "9223372036854775807"), ("granted_at", "-1")];

    public static TheoryData<string, string> ClientDamages =>
        [("type", "'both'"), ("scope", "'a\"b'"), ("grant_types", "'['"), ("redirect_uris", "'[null]'"),
            ("authentication_methods", "'x'"), ("properties", "'['")];

    protected abstract ValueTask<ShopStore> CreateAsync();

    [Theory]
    [MemberData(nameof(TokenDamages))]
    public async Task A_damaged_access_token_is_refused_and_logged(string column, string value) =>
        await IsRefusedAsync("access_tokens", column, value,
        async (shop, bad, good) =>
        {
            await shop.SaveAsync(new Token { Access = shop.New.Access(bad, shop.New.Authorization()) with { Id = bad } });
            await shop.SaveAsync(new Token { Access = shop.New.Access(good, shop.New.Authorization()) with { Id = good } });
        },
        "id", "access tokens", async (m, context, text) => await m.GetAccessTokenAsync(new(text), context, default));

    [Theory]
    [MemberData(nameof(CredentialDamages))]
    public async Task A_damaged_refresh_token_is_refused_and_logged(string column, string value) =>
        await IsRefusedAsync("credentials", column, value,
        async (shop, bad, good) =>
        {
            foreach (var text in new[] { bad, good }) await shop.SaveAsync(
                shop.New.Pair(shop.New.Authorization() with { Id = text }, refresh: text));
        },
        "authorization_id", "refresh tokens", async (m, context, text) => await m.GetRefreshTokenAsync(new(text), context, default));

    [Theory]
    [MemberData(nameof(CredentialDamages))]
    [InlineData("redirect_uri", "NULL")]
    public async Task A_damaged_code_is_refused_and_logged(string column, string value) =>
        await IsRefusedAsync("credentials", column, value,
        async (shop, bad, good) =>
        {
            foreach (var text in new[] { bad, good }) await shop.SaveAsync(
                shop.New.Code(text, shop.New.Authorization() with { Id = text }));
        },
        "authorization_id", "codes", async (m, context, text) => await m.GetAuthorizationCodeAsync(new(text), context, default));

    [Theory]
    [MemberData(nameof(CredentialDamages))]
    [InlineData("device_status", "'both'")]
    [InlineData("device_status", "NULL")]
    [InlineData("polling_interval", "NULL")]
    [InlineData("last_polled_at", "-1")]
    [InlineData("user_code_hash", "NULL")]
    public async Task A_damaged_device_code_is_refused_and_logged(string column, string value) =>
        await IsRefusedAsync("credentials", column, value,
        async (shop, bad, good) =>
        {
            foreach (var text in new[] { bad, good })
                Assert.True(await shop.CallAsync(m =>
                    m.SaveDeviceCodeAsync(shop.New.Device(text, "user code of " + text, shop.New.Authorization() with { Id = text }),
                    shop.Now, default)));
        },
        "authorization_id", "device codes", async (m, context, text) => await m.GetDeviceCodeAsync(new(text), context, default));

    [Theory]
    [MemberData(nameof(ClientDamages))]
    public async Task A_damaged_client_is_refused_and_logged(string column, string value) =>
        await IsRefusedAsync("clients", column, value, SaveClientsAsync,
        "id", "clients", async (m, context, text) => await m.GetClientAsync(text, context, default));

    [Fact]
    public async Task A_secret_hash_of_the_wrong_length_is_refused_and_logged() =>
        await IsRefusedAsync("clients", "secret_hash", "substr(secret_hash, 1, 5)", SaveClientsAsync,
        "id", "clients", async (m, context, text) =>
            await m.VerifyClientSecretAsync(Shop.PhotoApp with { Id = text }, new(Shop.Secret), context, default) ? "verified" : null);

    [Fact]
    public async Task A_damaged_consent_is_refused_and_logged() => await IsRefusedAsync("consents", "scope", "'a\"b'",
        async (shop, bad, good) =>
        {
            foreach (var client in new[] { bad, good })
                await shop.CallAsync(m =>
                    m.SaveConsentAsync(new() { Issuer = "i", Subject = "s", ClientId = client, Scope = Scope.Of("a"),
                    GrantedAt = shop.Clock.GetUtcNow() }, null, default));
        },
        "client_id", "consents", async (m, _, text) => await m.GetConsentAsync("i", "s", text, default));

    /// <summary>For an empty ring the server would make new keys, and every token in use would become invalid.</summary>
    [Theory]
    [InlineData("''")]
    [InlineData("'no json'")]
    [InlineData("substr(content, 1, 20)")]
    [InlineData("replace(content, '\"keys\"', '\"keys\":7,\"other\"')")]
    public async Task A_damaged_ring_of_signing_keys_is_an_error_and_not_an_empty_ring(string value)
    {
        await using var shop = await Shop.OpenAsync(CreateAsync());
        var key = new SigningKey
        {
            Id = "a",
            Algorithm = "ES256",
            PublicKey = [1],
            PrivateKey = [2],
            PublishedAt = shop.Clock.GetUtcNow(),
            SignsAt = shop.Clock.GetUtcNow(),
            RetiresAt = shop.Clock.GetUtcNow(),
            RemovedAt = shop.Clock.GetUtcNow(),
        };
        Assert.True(await shop.CallAsync(m => m.SaveSigningKeysAsync(new() { Version = 1, Keys = [key] }, default)));
        Assert.Equal(1, await shop.SqlAsync($"UPDATE {shop.Store.Table("signing_keys")} SET content = {value}"));
        await Assert.ThrowsAsync<FormatException>(() => shop.CallAsync(m => m.GetSigningKeysAsync(default)));
        Assert.False(await shop.CallAsync(m => m.SaveSigningKeysAsync(new() { Version = 1 }, default)));
    }

    [Fact]
    public async Task A_damaged_session_is_refused_and_logged() => await IsRefusedAsync("sessions", "remote_address", "'not an address'",
        async (shop, bad, good) =>
        {
            foreach (var id in new[] { bad, good })
                await shop.CallAsync(m => m.SaveSessionAsync(
                    new()
                    {
                        Id = id,
                        Hash = SecretHash.Of(id),
                        Subject = "7",
                        SignedInAt = shop.Clock.GetUtcNow(),
                        LastSeenAt = shop.Clock.GetUtcNow(),
                        ExpiresAt = shop.Clock.GetUtcNow().AddHours(8),
                    }, default));
        },
        "id", "sessions", async (m, context, text) => await m.GetSessionAsync(new(text), context.Now, default));

    private async Task IsRefusedAsync(string table, string column, string value, Func<Shop, string, string, Task> save, string key,
        string named, Func<ShopModel, OAuthContext, string, Task<object?>> find)
    {
        await using var shop = await Shop.OpenAsync(CreateAsync());
        await save(shop, "bad", "good");
        // Braces are placeholders to EF.
        var escaped = value.Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal);
        Assert.Equal(1, await shop.SqlAsync($"UPDATE {shop.Store.Table(table)} SET {column} = {escaped} WHERE {key} = 'bad'"));

        var log = new CapturedLog<EntityFrameworkModel<ShopDb>>();
        await using var db = shop.Store.Open();
        var model = new ShopModel(db, log);
        Assert.Null(await find(model, shop.Now, "bad"));
        const string What = "is damaged or was not written by this program; it is refused. Restore or delete it";
        Assert.Equal([$"Error DamagedRow: The row bad of {named} {What}"], log.Lines);
        Assert.NotNull(await find(model, shop.Now, "good"));
    }

    private static async Task SaveClientsAsync(Shop shop, string bad, string good)
    {
        foreach (var id in new[] { bad, good }) await shop.CallAsync(m =>
            new ValueTask(m.SaveClientAsync(Shop.PhotoApp with { Id = id }, Shop.Secret)));
    }
}

public sealed class SqliteDamagedRowTests : DamagedRowTests
{
    protected override ValueTask<ShopStore> CreateAsync() => SqliteShop.CreateAsync();
}

public sealed class PostgreSqlDamagedRowTests : DamagedRowTests
{
    protected override ValueTask<ShopStore> CreateAsync() => PostgreSqlShop.CreateAsync();
}
