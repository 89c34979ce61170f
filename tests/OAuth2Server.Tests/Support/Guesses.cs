using System.Net;

namespace OAuth2Server.Tests.Support;

/// <summary>The attempts of an attacker at a secret, and the server's answers.</summary>
public static class Guesses
{
    public static IPAddress Thief { get; } = IPAddress.Parse("203.0.113.7");

    public static IPAddress Owner { get; } = IPAddress.Parse("198.51.100.4");

    /// <summary>A token request of the confidential client.</summary>
    public static Task<Answer> SecretAsync(this TestServer server, string secret, IPAddress? from = null) =>
        server.SendAsync(WireRequest.Post(Endpoint.Token, Known.ClientCredentials) with
        {
            Headers = [Known.Basic("web", secret)],
            From = from ?? Thief,
        });

    /// <summary>A password request of the confidential client, which says from which address its user sent the password.</summary>
    public static Task<Answer> PasswordAsync(this TestServer server, string password, string username = "alice", IPAddress? from = null) =>
        server.WebPasswordAsync(password, username, ("end_user_address", $"{from ?? Thief}"));

    /// <summary>A password request of the confidential client, from its own server.</summary>
    public static Task<Answer> WebPasswordAsync(
        this TestServer server, string password, string username, params Parameters more)
    {
        var form = Known.PasswordOfAlice.With("username", username).With("password", password);
        return server.SendAsync(WireRequest.Post(Endpoint.Token, [.. form, .. more]) with
        {
            Headers = [Known.WebBasic],
            From = IPAddress.Parse("192.0.2.80"),
        });
    }

    /// <summary>The refusal while the key is blocked, with the seconds until the block ends.</summary>
    public static Answer MustWait(this Answer answer, int seconds)
    {
        answer.MustRefuse("temporarily_unavailable", 429);
        Assert.Equal($"{seconds}", answer.Header("Retry-After"));
        return answer;
    }
}
