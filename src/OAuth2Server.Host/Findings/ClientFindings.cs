namespace OAuth2Server.Host;

/// <summary>The clients and the users.</summary>
internal static class ClientFindings
{
    /// <summary>NIST SP 800-63B §3.1.1.2 and OWASP ASVS 5.0 V6.2.1.</summary>
    private const int MinPassword = 8;

    internal static IEnumerable<Finding> Of(HostSettings settings) =>
    [
        .. settings.Clients.SelectMany(Of),
        .. SameSecret(settings),
        .. ByCase(settings),
        .. ShortPasswords(settings),
    ];

    private static IEnumerable<Finding> Of(ClientSettings client)
    {
        foreach (var uri in client.Client.RedirectUris.Where(uri => uri.Contains('*', StringComparison.Ordinal)))
        {
            yield return Finding.Error("redirect-uri-wildcard",
                $"Client {client.Client.Id} has the redirect URI '{uri}' with a *: redirect URIs are compared as text, so it matches "
                + "nothing else.", "Write each redirect URI in full.", "RFC 9700 §2.1");
        }
        if (client.Secret is { } secret && IsRepeated(secret))
        {
            yield return Finding.Error("weak-secret",
                $"Client {client.Client.Id} has a secret that repeats a few characters: an attacker can guess it.",
                "Make one with `openssl rand -hex 32`.", "RFC 6749 §10.10");
        }
    }

    private static IEnumerable<Finding> SameSecret(HostSettings settings) =>
        settings.Clients.Where(client => client.Secret is not null).GroupBy(client => client.Secret, StringComparer.Ordinal)
            .Where(same => same.Count() > 1)
            .Select(same => Finding.Warning("same-secret",
                $"The clients {string.Join(", ", same.Select(client => client.Client.Id))} have the same secret: "
                + "each can act as the other.",
                "Make a secret for each with `openssl rand -hex 32`.", "RFC 6749 §2.3.1"));

    private static IEnumerable<Finding> ByCase(HostSettings settings) =>
        settings.Clients.Select(client => client.Client.Id).GroupBy(id => id, StringComparer.OrdinalIgnoreCase)
            .Where(same => same.Count() > 1)
            .Select(same => Finding.Warning("client-ids-by-case",
                $"The client ids {string.Join(", ", same)} differ only by case: people confuse them on pages and in logs.",
                "Give one of them another id.", "RFC 6819 §4.4.1.8"));

    private static IEnumerable<Finding> ShortPasswords(HostSettings settings) =>
        settings.Users.Where(user => user.Password.Length is > 0 and < MinPassword)
            .Select(user => Finding.Warning("short-password",
                $"The password of user {user.Username} has fewer than {MinPassword} characters.",
                "Set a longer one; the account page of your users does not change it.", "ASVS 5.0 V6.2.1"));

    /// <summary>Whether a text is a shorter text several times, or has very few different characters.</summary>
    private static bool IsRepeated(string secret) =>
        secret.Distinct().Count() < 8
        || Enumerable.Range(1, secret.Length / 2).Any(length =>
            secret.AsSpan(length).SequenceEqual(secret.AsSpan(0, secret.Length - length)));
}
