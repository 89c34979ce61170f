using Microsoft.Extensions.Logging;

namespace OAuth2Server.Tests.Support;

/// <summary>The in-memory model with a fast password check: its real hash is slow on purpose, and tests need it a thousand times.</summary>
public sealed partial class TestModel(TimeProvider clock, ILogger<InMemoryModel>? logger = null) : InMemoryModel(clock, logger)
{
    /// <summary>Subjects that may no longer sign in.</summary>
    public HashSet<string> Gone { get; } = new(StringComparer.Ordinal);

    /// <summary>Whom a client acts for; null refuses.</summary>
    public User? ServiceAccount { get; set; } = User.None;

    public override ValueTask<User?> GetUserAsync(
        string username, Secret password, Client client, OAuthContext context, CancellationToken ct) =>
        new(username is "alice" or "Zoë" && password.Reveal() == Known.Password && !Gone.Contains(username) ? new User(username) : null);

    public override ValueTask<User?> GetUserByIdAsync(string subject, Client client, OAuthContext context, CancellationToken ct) =>
        new(Gone.Contains(subject) ? null : new User(subject));

    public override ValueTask<User?> GetUserFromClientAsync(Client client, OAuthContext context, CancellationToken ct) =>
        new(ServiceAccount);
}
