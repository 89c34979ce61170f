using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace OAuth2Server.Host.Tests;

public sealed class OldPasswordTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("Sqlite")]
    [InlineData("PostgreSql")]
    public async Task A_password_with_fewer_iterations_is_hashed_anew_at_the_next_sign_in_and_not_at_a_wrong_one(string provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var server = await TestServer.StartAsync(database.Use);
        await using var scope = server.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<HostDbContext>();
        var old = new PasswordHasher<HostUser>(Options.Create(new PasswordHasherOptions { IterationCount = 200 }))
            .HashPassword(new(), TestConfiguration.AlicePassword);
        await db.Users.Where(u => u.UserName == "alice").ExecuteUpdateAsync(set => set.SetProperty(u => u.PasswordHash, old), Ct);

        await TryAsync("wrong");
        Assert.Equal(200, PasswordWork.IterationsOf(await StoredAsync()));
        await TryAsync(TestConfiguration.AlicePassword);
        var renewed = await StoredAsync();
        Assert.Equal(1000, PasswordWork.IterationsOf(renewed));
        await TryAsync(TestConfiguration.AlicePassword);
        Assert.Equal(renewed, await StoredAsync());

        async Task TryAsync(string password)
        {
            var browser = server.NewBrowser();
            var answer = await browser.SignInAsync(await browser.GetAsync("/login"), "alice", password);
            Assert.Equal(password == "wrong" ? null : "/", answer.Location);
        }

        async Task<string> StoredAsync() =>
            (await db.Users.AsNoTracking().Where(u => u.UserName == "alice").Select(u => u.PasswordHash).SingleAsync(Ct))!;
    }

    [Theory]
    [InlineData("", 0)]
    [InlineData("AAAA", 0)]
    [InlineData("not base64 at all, but long enough", 0)]
    public void Another_form_has_no_iterations(string hash, int expected) => Assert.Equal(expected, PasswordWork.IterationsOf(hash));
}
