using System.Collections.Concurrent;
using Microsoft.AspNetCore.Identity;

namespace OAuth2Server.Host;

/// <summary>Accounts that last as long as the process. The subject is the name, so that it is the same after a restart.</summary>
internal sealed class MemoryAccounts : IAccounts
{
    private readonly ConcurrentDictionary<string, Entry> _entries = new(StringComparer.Ordinal);
    private readonly IPasswordHasher<Account> _hasher;
    private readonly Entry _nobody;

    public MemoryAccounts(IPasswordHasher<Account> hasher)
    {
        _hasher = hasher;
        _nobody = NewEntry("nobody", RandomWord.Next());
    }

    public ValueTask<Account?> SignInAsync(Credentials credentials, CancellationToken ct)
    {
        if (!credentials.ArePossible) return new((Account?)null);
        var known = _entries.TryGetValue(credentials.Username, out var entry);
        entry ??= _nobody;
        var matches = _hasher.VerifyHashedPassword(entry.Account, entry.PasswordHash, credentials.Password) != PasswordVerificationResult.Failed;
        return new(known && matches ? entry.Account : null);
    }

    public ValueTask<Account?> FindAsync(string subject, CancellationToken ct) =>
        new(_entries.TryGetValue(subject, out var entry) ? entry.Account : null);

    public ValueTask CreateAsync(string username, string password, CancellationToken ct)
    {
        if (!_entries.ContainsKey(username)) _entries.TryAdd(username, NewEntry(username, password));
        return default;
    }

    public ValueTask SetPasswordAsync(string username, string password, CancellationToken ct)
    {
        if (_entries.ContainsKey(username)) _entries[username] = NewEntry(username, password);
        return default;
    }

    private Entry NewEntry(string username, string password)
    {
        var account = new Account(username, username);
        return new(account, _hasher.HashPassword(account, password));
    }

    private sealed record Entry(Account Account, string PasswordHash);
}
