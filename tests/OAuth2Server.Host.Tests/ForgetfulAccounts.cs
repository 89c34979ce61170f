using System.Collections.Concurrent;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;

namespace OAuth2Server.Host.Tests;

/// <summary>Accounts that a test can remove one by one.</summary>
internal sealed class ForgetfulAccounts(IPasswordHasher<Account> hasher) : IAccounts
{
    private readonly MemoryAccounts _inner = new(hasher);
    private readonly ConcurrentDictionary<string, bool> _forgotten = new();

    internal static void AddTo(IServiceCollection services) => services.AddSingleton<IAccounts, ForgetfulAccounts>();

    internal static ForgetfulAccounts Of(IServiceProvider services) => (ForgetfulAccounts)services.GetRequiredService<IAccounts>();

    internal void Forget(string subject) => _forgotten[subject] = true;

    public ValueTask<Account?> SignInAsync(Credentials credentials, CancellationToken ct) => _inner.SignInAsync(credentials, ct);

    public ValueTask<Account?> FindAsync(string subject, CancellationToken ct) =>
        _forgotten.ContainsKey(subject) ? new((Account?)null) : _inner.FindAsync(subject, ct);

    public ValueTask<string?> SubjectOfAsync(string username, CancellationToken ct) => _inner.SubjectOfAsync(username, ct);

    public ValueTask<IReadOnlyList<string>> OthersAsync(IReadOnlyCollection<string> usernames, int atMost, CancellationToken ct) =>
        _inner.OthersAsync(usernames, atMost, ct);

    public ValueTask<AccountProfile> GetProfileAsync(string subject, CancellationToken ct) => _inner.GetProfileAsync(subject, ct);

    public ValueTask SetProfileAsync(string subject, AccountProfile profile, CancellationToken ct) =>
        _inner.SetProfileAsync(subject, profile, ct);

    public ValueTask CreateAsync(string username, string password, CancellationToken ct) =>
        _inner.CreateAsync(username, password, ct);

    public ValueTask<string?> SetPasswordAsync(string username, string password, CancellationToken ct) =>
        _inner.SetPasswordAsync(username, password, ct);

    public ValueTask<string?> SetClosedAsync(string username, bool closed, CancellationToken ct) =>
        _inner.SetClosedAsync(username, closed, ct);
}
