using System.Collections.Concurrent;

namespace OAuth2Server;

/// <content>Users.</content>
public partial class InMemoryModel : IUsernameModel, IUserClaimsModel
{
    private readonly InMemoryUsers _users = new();
    private readonly ConcurrentDictionary<string, UserClaims> _claims = new(StringComparer.Ordinal);

    /// <summary>Adds a user, or replaces the one with the same name.</summary>
    /// <param name="username">What the user signs in with.</param>
    /// <param name="password">Kept as a salted PBKDF2 hash.</param>
    /// <param name="user">The user; null takes the name as the subject.</param>
    public void AddUser(string username, string password, User? user = null) => _users.Add(username, password, user ?? new(username));

    /// <summary>Removes a user. The user can no longer sign in; refreshes of the user's tokens are refused, and
    /// assertions about the user too.</summary>
    public void RemoveUser(string username) => _users.Remove(username);

    /// <summary>Sets the claims of a user, in the place of those before.</summary>
    /// <param name="subject">The user: <see cref="User.Id"/>.</param>
    /// <param name="claims">The claims; do not change them afterwards.</param>
    public void SetUserClaims(string subject, UserClaims claims)
    {
        ArgumentNullException.ThrowIfNull(subject);
        ArgumentNullException.ThrowIfNull(claims);
        _claims[subject] = claims;
    }

    /// <inheritdoc/>
    public virtual ValueTask<User?> GetUserAsync(
        string username, Secret password, Client client, OAuthContext context, CancellationToken ct) =>
        new(_users.Verify(username, password.Reveal()));

    /// <inheritdoc/>
    public virtual ValueTask<User?> GetUserByIdAsync(string subject, Client client, OAuthContext context, CancellationToken ct) =>
        new(_users.Find(subject));

    /// <inheritdoc/>
    public virtual ValueTask<string?> GetUsernameAsync(string subject, Client client, OAuthContext context, CancellationToken ct) =>
        new(_users.NameOf(subject));

    /// <inheritdoc/>
    public virtual ValueTask<UserClaims?> GetUserClaimsAsync(
        string subject, IReadOnlyCollection<string> names, Client client, OAuthContext context, CancellationToken ct) =>
        new(_users.Find(subject) is null ? null : _claims.GetValueOrDefault(subject) ?? new());
}
