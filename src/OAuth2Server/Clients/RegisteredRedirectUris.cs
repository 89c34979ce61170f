namespace OAuth2Server;

/// <summary>The default redirect URI policy: the text must equal a registered one, except for the port of a loopback address (RFC 9700
/// §2.1, RFC 8252 §7.3).</summary>
/// <param name="anyLocalhostPort">Whether the port may also differ for the name <c>localhost</c>; default false (RFC 8252 §8.3).</param>
public sealed class RegisteredRedirectUris(bool anyLocalhostPort = false) : IRedirectUriPolicy
{
    internal static readonly RegisteredRedirectUris Instance = new();

    /// <inheritdoc/>
    public ValueTask<bool> ValidateRedirectUriAsync(string redirectUri, Client client, OAuthContext context, CancellationToken ct)
    {
        foreach (var registered in client.RedirectUris)
        {
            if (registered == redirectUri || RedirectUri.MatchesAnyLoopbackPort(registered, redirectUri, anyLocalhostPort))
                return new(true);
        }
        return new(false);
    }
}
