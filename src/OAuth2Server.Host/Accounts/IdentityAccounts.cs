using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace OAuth2Server.Host;

/// <summary>Accounts in ASP.NET Core Identity, in the store's database. Names are compared without regard to case.</summary>
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
        if (await TryCreateAsync(username, password) is { } problem && await FindByNameAsync(username, ct) is null)
            throw new StartException($"The user {username} could not be created: {problem}");
    }

    public async ValueTask SetPasswordAsync(string username, string password, CancellationToken ct)
    {
        var (normalized, hash) = (users.NormalizeName(username), users.PasswordHasher.HashPassword(new(), password));
        await db.Users.Where(u => u.NormalizedUserName == normalized).ExecuteUpdateAsync(set => set.SetProperty(u => u.PasswordHash, hash), ct);
    }

    // Another node may create it in the same moment: Identity's own check or the database's index then says no.
    private async Task<string?> TryCreateAsync(string username, string password)
    {
        try
        {
            var result = await users.CreateAsync(new HostUser { UserName = username }, password);
            return result.Succeeded ? null : string.Join(' ', result.Errors.Select(e => e.Description));
        }
        catch (DbUpdateException e)
        {
            db.ChangeTracker.Clear();
            return (e.InnerException ?? e).Message;
        }
    }

    private async Task<HostUser?> FindByNameAsync(string username, CancellationToken ct)
    {
        var normalized = users.NormalizeName(username);
        return await db.Users.AsNoTracking().FirstOrDefaultAsync(u => u.NormalizedUserName == normalized, ct);
    }

    private static Account AccountOf(HostUser user) => new(user.Id, user.UserName ?? user.Id);
}
