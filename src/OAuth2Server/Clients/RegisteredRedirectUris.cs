namespace OAuth2Server;

/// <summary>The default redirect URI policy: the text must equal a registered one, except for the port of a loopback address (RFC 9700
/// §2.1, RFC 8252 §7.3); <see cref="Client.AnyLocalhostPort"/> adds the name <c>localhost</c>.</summary>
public sealed class RegisteredRedirectUris : IRedirectUriPolicy
{
    internal static readonly RegisteredRedirectUris Instance = new();

    /// <inheritdoc/>
    public ValueTask<bool> ValidateRedirectUriAsync(string redirectUri, Client client, OAuthContext context, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(client);
        foreach (var registered in client.RedirectUris)
        {
            if (registered == redirectUri || RedirectUri.MatchesAnyLoopbackPort(registered, redirectUri, client.AnyLocalhostPort))
                return new(true);
        }
        return new(false);
    }
}
