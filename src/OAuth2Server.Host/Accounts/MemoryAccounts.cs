using System.Collections.Concurrent;
using Microsoft.AspNetCore.Identity;

namespace OAuth2Server.Host;

/// <summary>Accounts in memory. The subject is the user name, so that it is the same after a restart.</summary>
internal sealed class MemoryAccounts : IAccounts
{
    private readonly ConcurrentDictionary<string, Entry> _entries = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, AccountProfile> _profiles = new(StringComparer.Ordinal);
    private readonly IPasswordHasher<Account> _hasher;

    // The password for an unknown name is verified against this entry.
    private readonly Entry _unknown;

    public MemoryAccounts(IPasswordHasher<Account> hasher)
    {
        _hasher = hasher;
        _unknown = NewEntry("unknown", RandomWord.Next());
    }

    public ValueTask<Account?> SignInAsync(Credentials credentials, CancellationToken ct)
    {
        if (!credentials.ArePossible) return new((Account?)null);
        var known = _entries.TryGetValue(credentials.ComposedUsername, out var entry);
        entry ??= _unknown;
        var isRight = IsPasswordOf(entry, credentials);
        return new(known && isRight ? entry.Account : null);
    }

    public ValueTask<Account?> FindAsync(string subject, CancellationToken ct) =>
        new(_entries.TryGetValue(subject, out var entry) ? entry.Account : null);

    public ValueTask<string?> SubjectOfAsync(string username, CancellationToken ct) =>
        new(_entries.TryGetValue(ComposedText.Of(username), out var entry) ? entry.Account.Subject : null);

    // Every account is of the configuration of this start.
    public ValueTask<IReadOnlyList<string>> OthersAsync(IReadOnlyCollection<string> usernames, int atMost, CancellationToken ct) => new([]);

    public ValueTask<AccountProfile> GetProfileAsync(string subject, CancellationToken ct) =>
        new(_profiles.GetValueOrDefault(subject, AccountProfile.Empty));

    public ValueTask SetProfileAsync(string subject, AccountProfile profile, CancellationToken ct)
    {
        if (_entries.ContainsKey(subject)) _profiles[subject] = profile;
        return default;
    }

    public ValueTask CreateAsync(string username, string password, CancellationToken ct)
    {
        var name = ComposedText.Of(username);
        if (!_entries.ContainsKey(name)) _entries.TryAdd(name, NewEntry(name, password));
        return default;
    }

    public ValueTask<string?> SetPasswordAsync(string username, string password, CancellationToken ct)
    {
        var name = ComposedText.Of(username);
        if (!_entries.TryGetValue(name, out var entry) || IsPasswordOf(entry, new(username, password))) return new((string?)null);
        _entries[name] = NewEntry(name, password);
        return new(name);
    }

    public ValueTask<string?> SetClosedAsync(string username, bool closed, CancellationToken ct)
    {
        // Accounts in memory come from the configuration of this start: a closed one is not created at all.
        var name = ComposedText.Of(username);
        return new(closed && _entries.TryRemove(name, out _) ? name : null);
    }

    private bool IsPasswordOf(Entry entry, Credentials credentials) => credentials.PasswordForms.Any(password =>
        _hasher.VerifyHashedPassword(entry.Account, entry.PasswordHash, password) != PasswordVerificationResult.Failed);

    private Entry NewEntry(string username, string password)
    {
        var account = new Account(username, username, RandomWord.Next());
        return new(account, _hasher.HashPassword(account, Credentials.Compose(password)));
    }

    private sealed record Entry(Account Account, string PasswordHash);
}
