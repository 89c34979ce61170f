namespace OAuth2Server;

/// <summary>
/// Optional: a model that has a name of each user for people to read. Without it, introspection answers have the subject identifier only.
/// </summary>
/// <remarks>The server calls it each time it describes an active token of a user (<c>username</c>, RFC 7662 §2.2).</remarks>
public interface IUsernameModel
{
    /// <summary>Finds the name of a user, for people to read.</summary>
    /// <param name="subject">The subject identifier of an authorization: <see cref="User.Id"/>.</param>
    /// <param name="client">The authenticated client that asks about the token, and that may see it.</param>
    /// <param name="context">The request.</param>
    /// <param name="ct">Cancelled when the client disconnects.</param>
    /// <returns>The name; null where there is none, or where this client should not know it (RFC 7662 §5): the answer then has no
    /// <c>username</c>.</returns>
    ValueTask<string?> GetUsernameAsync(string subject, Client client, OAuthContext context, CancellationToken ct);
}
