using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace OAuth2Server.Host;

/// <summary>Accounts in ASP.NET Core Identity, in the store's database.</summary>
internal sealed class IdentityAccounts(UserManager<HostUser> users, HostDbContext db) : IAccounts
{
    // A hash of nothing in particular, made once: what an unknown name is measured against.
    private static string? s_nobody;

    public async ValueTask<Account?> SignInAsync(Credentials credentials, CancellationToken ct)
    {
        if (!credentials.ArePossible) return null;
        var user = await FindByNameAsync(credentials.Username, ct);
        s_nobody ??= users.PasswordHasher.HashPassword(new(), RandomWord.Next());
        var result = users.PasswordHasher.VerifyHashedPassword(user ?? new(), user?.PasswordHash ?? s_nobody, credentials.Password);
        return user is { Closed: false, PasswordHash: not null } && result != PasswordVerificationResult.Failed ? AccountOf(user) : null;
    }

    public async ValueTask<Account?> FindAsync(string subject, CancellationToken ct) =>
        await db.Users.AsNoTracking().FirstOrDefaultAsync(u => u.Id == subject, ct) is { Closed: false } user ? AccountOf(user) : null;

    public async ValueTask CreateAsync(string username, string password, CancellationToken ct)
    {
        if (await FindByNameAsync(username, ct) is not null) return;
        var user = new HostUser { UserName = username };
        try
        {
            var result = await users.CreateAsync(user, password);
            // Another node may have created it in this moment; then it is there.
            if (!result.Succeeded && await FindByNameAsync(username, ct) is null)
                throw new StartException($"The user {username} could not be created: {string.Join(' ', result.Errors.Select(e => e.Description))}");
        }
        catch (DbUpdateException)
        {
            // It may have done so after Identity looked: then the unique index says it.
            db.Entry(user).State = EntityState.Detached;
            if (await FindByNameAsync(username, ct) is null) throw;
        }
    }

    private Task<HostUser?> FindByNameAsync(string username, CancellationToken ct)
    {
        var normalized = users.NormalizeName(username);
        return db.Users.AsNoTracking().FirstOrDefaultAsync(u => u.NormalizedUserName == normalized, ct);
    }

    private static Account AccountOf(HostUser user) => new(user.Id, user.UserName ?? user.Id);
}
