namespace OAuth2Server;

/// <summary>The identifiers of users that clients get. Without it, each client gets <see cref="User.Id"/>. OpenID Connect has one, because
/// its clients can be registered for pairwise identifiers.</summary>
public interface ISubjectIdentifiers
{
    /// <summary>The identifier of a user for a client.</summary>
    /// <param name="subject">The user: <see cref="User.Id"/>.</param>
    /// <param name="client">The client.</param>
    string Of(string subject, Client client);
}
