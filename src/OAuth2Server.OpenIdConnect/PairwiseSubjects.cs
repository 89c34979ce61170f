namespace OAuth2Server.OpenIdConnect;

/// <summary>The identifiers of users, public or pairwise as each client is registered (OpenID Connect Core §8).</summary>
/// <param name="options">The settings.</param>
public sealed class PairwiseSubjects(OpenIdConnectOptions options) : ISubjectIdentifiers
{
    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">The client is pairwise, and the server has no salt, or the client no
    /// host.</exception>
    public string Of(string subject, Client client)
    {
        ArgumentNullException.ThrowIfNull(subject);
        ArgumentNullException.ThrowIfNull(client);
        return SubjectIdentifiers.Of(subject, client, options);
    }
}
