namespace OAuth2Server;

/// <content>Users.</content>
public partial class InMemoryModel : IUsernameModel
{
    private readonly InMemoryUsers _users = new();

    /// <summary>Adds a user, or replaces the one with the same name.</summary>
    /// <param name="username">What the user signs in with.</param>
    /// <param name="password">Kept as a salted PBKDF2 hash.</param>
    /// <param name="user">The user; null takes the name as the subject.</param>
    public void AddUser(string username, string password, User? user = null) => _users.Add(username, password, user ?? new(username));

    /// <summary>Removes a user. The user can no longer sign in, and refreshes of the user's tokens are refused.</summary>
    public void RemoveUser(string username) => _users.Remove(username);

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
}
