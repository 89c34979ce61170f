namespace OAuth2Server.Host;

/// <summary>The lifetimes of tokens.</summary>
internal static class TokenFindings
{
    private static readonly TimeSpan LongAccess = TimeSpan.FromDays(1);
    private static readonly TimeSpan LongRefresh = TimeSpan.FromDays(400);

    internal static IEnumerable<Finding> Of(HostSettings settings)
    {
        var access = settings.Clients.Select(client => (Owner: $"of client {client.Client.Id} ", client.Client.AccessTokenLifetime))
            .Append(("", settings.Tokens.AccessTokenLifetime));
        foreach (var (owner, lifetime) in access.Where(one => one.Item2 > LongAccess))
        {
            yield return Finding.Warning("access-token-lifetime",
                $"AccessTokenLifetime {owner}is {TimeText.Of(lifetime!.Value)}: an attacker who gets such a token can use it for "
                + "that time.",
                "Use hours at most; the refresh token is for the rest.", "RFC 6819 §5.1.5.3");
        }
        var refresh = settings.Clients.Select(client => (Owner: $"of client {client.Client.Id} ", client.Client.RefreshTokenLifetime))
            .Append(("", settings.Tokens.RefreshTokenLifetime));
        foreach (var (owner, lifetime) in refresh.Where(one => one.Item2 > LongRefresh))
        {
            yield return Finding.Warning("refresh-token-lifetime",
                $"RefreshTokenLifetime {owner}is {TimeText.Of(lifetime!.Value)}: an unused refresh token should expire.",
                "Use months at most.", "RFC 9700 §4.14.2");
        }
    }
}
