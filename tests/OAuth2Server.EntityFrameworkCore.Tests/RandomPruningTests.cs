namespace OAuth2Server.EntityFrameworkCore.Tests;

/// <summary>After any history, pruning changes no answer about a token that can be used or must be recognised, and makes no revoked token usable.</summary>
public abstract class RandomPruningTests
{
    protected abstract ValueTask<ShopStore> CreateAsync();

    [Theory]
    [InlineData(1)]
    [InlineData(20)]
    [InlineData(300)]
    public async Task Pruning_changes_no_answer_to_a_look_up(int seed)
    {
        await using var shop = await Shop.OpenAsync(CreateAsync());
        var random = new Random(seed);
        var families = new List<Family>();
        for (var day = 0; day < 12; day++)
        {
            for (var i = 0; i < 5; i++) families.Add(await Family.StartAsync(shop, random));
            foreach (var family in families) await family.LiveAsync(shop, random);
            shop.Clock.Advance(TimeSpan.FromHours(random.Next(1, 48)));

            var before = await AnswersAsync(shop, families);
            await shop.PruneAllAsync(random.Next(1, 30));
            Assert.Equal(before, await AnswersAsync(shop, families));
        }

        shop.Clock.Advance(TimeSpan.FromDays(1000));
        await shop.PruneAllAsync();
        shop.Clock.Advance(TimeSpan.FromDays(1));
        await shop.PruneAllAsync();
        Assert.Equal((0, 0, 0), (await shop.CountAsync<AccessTokenRow>(), await shop.CountAsync<CredentialRow>(),
            await shop.CountAsync<RevocationRow>()));
    }

    private static async Task<List<string>> AnswersAsync(Shop shop, List<Family> families)
    {
        var answers = new List<string>();
        foreach (var family in families)
        {
            foreach (var (text, expires) in family.Access)
            {
                if (expires > shop.Clock.GetUtcNow()) answers.Add($"{text} {(await shop.FindAccessAsync(text))?.Id}");
            }
            foreach (var text in family.Refresh)
            {
                if (await shop.FindRefreshAsync(text) is not { } token) answers.Add($"{text} unknown");
                else if (MustBeKnown(token, shop.Clock.GetUtcNow(), family)) answers.Add(
                    $"{text} {token.Authorization.Id} {token.ConsumedAt:O}");
                else answers.Add($"{text} unknown");
            }
        }
        return answers;
    }

    private static bool MustBeKnown(RefreshToken token, DateTimeOffset now, Family family) =>
        (token.ConsumedAt, token.Authorization.EndsAt) switch
    {
        (null, _) => token.ExpiresAt > now,
        (_, { } ends) => ends > now,
        _ => family.LastExpires > now,
    };

    private sealed record Family(Authorization Authorization)
    {
        private Token _last = null!;
        private bool _revoked;

        internal List<(string Text, DateTimeOffset Expires)> Access { get; } = [];

        internal List<string> Refresh { get; } = [];

        internal DateTimeOffset? LastExpires => _last.Refresh!.ExpiresAt;

        internal static async Task<Family> StartAsync(Shop shop, Random random)
        {
            var family = new Family(shop.New.Authorization(ends: TimeSpan.FromHours(random.Next(1, 300)), endless: random.Next(3) == 0));
            await shop.SaveAsync(family.Next(shop, random));
            return family;
        }

        internal async Task LiveAsync(Shop shop, Random random)
        {
            var fate = random.Next(10);
            if (fate == 0 && !_revoked)
            {
                await shop.RevokeAsync(Authorization);
                _revoked = true;
            }
            else if (fate < 4 && !_revoked && LastExpires > shop.Clock.GetUtcNow())
            {
                var consumed = _last.Refresh!;
                Assert.True(await shop.ExchangeAsync(consumed, Next(shop, random)));
            }
        }

        private Token Next(Shop shop, Random random)
        {
            var (access, refresh) = (Records.Text(), Records.Text());
            var accessLives = TimeSpan.FromHours(random.Next(1, 100));
            Access.Add((access, shop.Clock.GetUtcNow() + accessLives));
            Refresh.Add(refresh);
            return _last = new() { Access = shop.New.Access(access, Authorization, accessLives),
                Refresh = shop.New.Refresh(refresh, Authorization, TimeSpan.FromHours(random.Next(1, 100))) };
        }
    }
}

public sealed class SqliteRandomPruningTests : RandomPruningTests
{
    protected override ValueTask<ShopStore> CreateAsync() => SqliteShop.CreateAsync();
}

public sealed class PostgreSqlRandomPruningTests : RandomPruningTests
{
    protected override ValueTask<ShopStore> CreateAsync() => PostgreSqlShop.CreateAsync();
}
