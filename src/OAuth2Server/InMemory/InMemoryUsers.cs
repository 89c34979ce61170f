using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace OAuth2Server;

/// <summary>Users with salted PBKDF2 password hashes.</summary>
internal sealed class InMemoryUsers
{
    private const int SaltSize = 16;
    private const int HashSize = 32;
    private const int Iterations = 210_000;

    private readonly ConcurrentDictionary<string, Account> _byName = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, User> _bySubject = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string> _names = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> _removed = new(StringComparer.Ordinal);
    private readonly Account _unknown =
        new(new("unknown"), RandomNumberGenerator.GetBytes(SaltSize), RandomNumberGenerator.GetBytes(HashSize));

    internal void Add(string username, string password, User user)
    {
        var salt = RandomNumberGenerator.GetBytes(SaltSize);
        _byName[username] = new(user, salt, Hash(password, salt));
        _bySubject[user.Id] = user;
        _names[user.Id] = username;
        _removed.TryRemove(user.Id, out _);
    }

    internal void Remove(string username)
    {
        if (!_byName.TryRemove(username, out var account)) return;
        _removed[account.User.Id] = true;
        _bySubject.TryRemove(account.User.Id, out _);
        _names.TryRemove(account.User.Id, out _);
    }

    /// <summary>The user of a subject; null when the user was removed.</summary>
    /// <remarks>A subject that was never added here is accepted: the application may have a user store of its own.</remarks>
    internal User? Find(string subject) =>
        _bySubject.TryGetValue(subject, out var user) ? user : _removed.ContainsKey(subject) ? null : new(subject);

    /// <summary>The name that a user signs in with; null for a subject that was never added here.</summary>
    internal string? NameOf(string subject) =>
        _names.GetValueOrDefault(subject);

    internal User? Verify(string username, string password)
    {
        // An unknown name costs the same hash as a known one: the time of the answer must not show which names exist.
        var known = _byName.TryGetValue(username, out var account);
        account ??= _unknown;
        var matches = CryptographicOperations.FixedTimeEquals(Hash(password, account.Salt), account.PasswordHash);
        return known && matches ? account.User : null;
    }

    private static byte[] Hash(string password, byte[] salt) =>
        Rfc2898DeriveBytes.Pbkdf2(password, salt, Iterations, HashAlgorithmName.SHA512, HashSize);

    private sealed record Account(User User, byte[] Salt, byte[] PasswordHash);
}
