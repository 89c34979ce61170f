using System.Collections.Concurrent;

namespace OAuth2Server;

/// <content>Users of other issuers.</content>
public partial class InMemoryModel : IAssertionModel
{
    private readonly ConcurrentDictionary<(string Issuer, string Subject), User> _asserted = new();

    /// <summary>Says who a user of a trusted issuer is here.</summary>
    /// <param name="issuer">The issuer.</param>
    /// <param name="subject">The user by the identifier of the issuer.</param>
    /// <param name="user">The user here.</param>
    public void AddAssertedUser(string issuer, string subject, User user)
    {
        ArgumentNullException.ThrowIfNull(issuer);
        ArgumentNullException.ThrowIfNull(subject);
        ArgumentNullException.ThrowIfNull(user);
        _asserted[(issuer, subject)] = user;
    }

    /// <inheritdoc/>
    public virtual ValueTask<User?> GetUserFromAssertionAsync(
        UserAssertion assertion, Client client, OAuthContext context, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(assertion);
        var user = _asserted.GetValueOrDefault((assertion.Issuer.Issuer, assertion.Subject));
        return new(user is null || _users.Find(user.Id) is null ? null : user);
    }
}
