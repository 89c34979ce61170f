using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace OAuth2Server.Host;

/// <summary>Accounts in ASP.NET Core Identity, in the database of the store. Names are compared without regard to case.</summary>
internal sealed class IdentityAccounts(UserManager<HostUser> users, HostDbContext db, PasswordWork work) : IAccounts
{
    // The hash of a random password, made once. The password for an unknown name is verified against it.
    private static string? s_unknownHash;

    public async ValueTask<Account?> SignInAsync(Credentials credentials, CancellationToken ct)
    {
        if (!credentials.ArePossible) return null;
        var user = await FindByNameAsync(credentials.Username, ct);
        s_unknownHash ??= users.PasswordHasher.HashPassword(new(), RandomWord.Next());
        var hash = user?.PasswordHash ?? s_unknownHash;
        var verified = work.Verify(hash, credentials.PasswordForms);
        if (user is not { Closed: false, PasswordHash: { } known } || verified == PasswordVerificationResult.Failed) return null;
        if (verified == PasswordVerificationResult.SuccessRehashNeeded) await RehashAsync(user.Id, known, credentials.Password, ct);
        return AccountOf(user);
    }

    // Only if the account has no other password meanwhile.
    private async Task RehashAsync(string id, string known, string password, CancellationToken ct)
    {
        var hash = users.PasswordHasher.HashPassword(new(), Credentials.Compose(password));
        await db.Users.Where(u => u.Id == id && u.PasswordHash == known)
            .ExecuteUpdateAsync(set => set.SetProperty(u => u.PasswordHash, hash), ct);
    }

    public async ValueTask<Account?> FindAsync(string subject, CancellationToken ct) =>
        await db.Users.AsNoTracking().FirstOrDefaultAsync(u => u.Id == subject, ct) is { Closed: false } user ? AccountOf(user) : null;

    public async ValueTask<string?> SubjectOfAsync(string username, CancellationToken ct) => (await FindByNameAsync(username, ct))?.Id;

    public async ValueTask<IReadOnlyList<string>> OthersAsync(IReadOnlyCollection<string> usernames, int atMost, CancellationToken ct)
    {
        string?[] known = [.. usernames.SelectMany(name => new[] { name, ComposedText.Of(name) }).Select(users.NormalizeName).Distinct()];
        var others = db.Users.AsNoTracking().Where(u => !u.Closed && !known.Contains(u.NormalizedUserName));
        return await others.OrderBy(u => u.NormalizedUserName).Take(atMost).Select(u => u.UserName ?? u.Id).ToListAsync(ct);
    }

    public async ValueTask<AccountProfile> GetProfileAsync(string subject, CancellationToken ct) =>
        await db.Users.AsNoTracking().Where(u => u.Id == subject).Select(u => new AccountProfile(u.DisplayName, u.Email, u.Picture))
            .FirstOrDefaultAsync(ct) ?? AccountProfile.Empty;

    public async ValueTask SetProfileAsync(string subject, AccountProfile profile, CancellationToken ct) =>
        await db.Users.Where(u => u.Id == subject).ExecuteUpdateAsync(
            set => set.SetProperty(u => u.DisplayName, profile.Name)
                .SetProperty(u => u.Email, profile.Email)
                .SetProperty(u => u.NormalizedEmail, users.NormalizeEmail(profile.Email))
                .SetProperty(u => u.Picture, profile.Picture), ct);

    public async ValueTask CreateAsync(string username, string password, CancellationToken ct)
    {
        if (await FindByNameAsync(username, ct) is not null) return;
        if (await TryCreateAsync(username, password) is { } problem && await FindByNameAsync(username, ct) is null)
            throw new StartException($"The user {username} could not be created: {problem}");
    }

    public async ValueTask<string?> SetPasswordAsync(string username, string password, CancellationToken ct)
    {
        if (await FindByNameAsync(username, ct) is not { Id: var id } user) return null;
        // A start with the same password again ends no session.
        if (user.PasswordHash is { } known && IsPasswordOf(known, new(username, password))) return null;
        var (hash, stamp) = (users.PasswordHasher.HashPassword(new(), Credentials.Compose(password)), RandomWord.Next());
        await db.Users.Where(u => u.Id == id).ExecuteUpdateAsync(
            set => set.SetProperty(u => u.PasswordHash, hash).SetProperty(u => u.SecurityStamp, stamp), ct);
        return id;
    }

    public async ValueTask<string?> SetClosedAsync(string username, bool closed, CancellationToken ct)
    {
        if (await FindByNameAsync(username, ct) is not { Id: var id }) return null;
        // With another stamp no session of before is there again when the account is opened.
        var stamp = RandomWord.Next();
        var changed = await db.Users.Where(u => u.Id == id && u.Closed != closed).ExecuteUpdateAsync(
            set => set.SetProperty(u => u.Closed, closed).SetProperty(u => u.SecurityStamp, stamp), ct);
        return changed > 0 ? id : null;
    }

    private bool IsPasswordOf(string hash, Credentials credentials) =>
        work.Verify(hash, credentials.PasswordForms) == PasswordVerificationResult.Success;

    // Another node can create the user at the same moment. Then Identity's check or the index of the database refuses this one.
    private async Task<string?> TryCreateAsync(string username, string password)
    {
        try
        {
            var user = new HostUser { UserName = ComposedText.Of(username) };
            var result = await users.CreateAsync(user, Credentials.Compose(password));
            return result.Succeeded ? null : string.Join(' ', result.Errors.Select(e => e.Description));
        }
        catch (DbUpdateException e)
        {
            db.ChangeTracker.Clear();
            return (e.InnerException ?? e).Message;
        }
    }

    // An older version did not compose names. An account of that time is found by the name as it was then.
    private async Task<HostUser?> FindByNameAsync(string username, CancellationToken ct)
    {
        var (sent, composed) = (users.NormalizeName(username), users.NormalizeName(ComposedText.Of(username)));
        return await FindAsync(sent) ?? (sent == composed ? null : await FindAsync(composed));

        Task<HostUser?> FindAsync(string name) => db.Users.AsNoTracking().FirstOrDefaultAsync(u => u.NormalizedUserName == name, ct);
    }

    private static Account AccountOf(HostUser user) => new(user.Id, user.UserName ?? user.Id, user.SecurityStamp ?? "");
}
