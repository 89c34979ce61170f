using System.Buffers.Text;
using System.Net;
using OAuth2Server.OpenIdConnect;

namespace OAuth2Server.Host;

/// <summary>The sessions of the users. A session is valid until it is ended, its account is closed or gets another security stamp, or it
/// expires: each takes effect at the next request on every node.</summary>
internal sealed class UserSessions(ISessionModel model, IAccounts accounts, TimeProvider clock, LogoutSignal? signal = null)
{
    /// <summary>How long a session lasts, used or not.</summary>
    internal static readonly TimeSpan Lifetime = TimeSpan.FromHours(8);

    /// <summary>The most sessions that a page shows.</summary>
    internal const int MaxListed = 100;

    private const int MaxUserAgent = 256;

    /// <summary>The method, by its name of RFC 8176.</summary>
    internal const string Password = "pwd";

    /// <summary>The property with the hash of the security stamp that the account had at the sign-in.</summary>
    private const string Stamp = "account_stamp";

    // A page loads several files: each request would be a write.
    private static readonly TimeSpan SeenInterval = TimeSpan.FromMinutes(1);

    /// <summary>Begins a session of a user who has just signed in.</summary>
    /// <param name="account">The account.</param>
    /// <param name="remoteAddress">The address of the browser.</param>
    /// <param name="userAgent">The header <c>User-Agent</c>; the empty text for none.</param>
    /// <param name="ct">Stops the work.</param>
    /// <returns>The secret text that opens the session.</returns>
    internal async Task<string> BeginAsync(Account account, IPAddress? remoteAddress, string userAgent, CancellationToken ct)
    {
        var secret = RandomWord.Next(33);
        await model.SaveSessionAsync(New(RandomWord.Next(18), secret, account, remoteAddress, userAgent), ct);
        return secret;
    }

    /// <summary>Goes on with a session whose user has signed in again: the clients that signed the user in stay signed in.</summary>
    /// <param name="before">The session; its account is <paramref name="account"/>.</param>
    /// <param name="account">The account.</param>
    /// <param name="remoteAddress">The address of the browser.</param>
    /// <param name="userAgent">The header <c>User-Agent</c>; the empty text for none.</param>
    /// <param name="ct">Stops the work.</param>
    /// <returns>The secret text that opens the session from now on; null if the session ended meanwhile.</returns>
    internal async Task<string?> RenewAsync(
        Session before, Account account, IPAddress? remoteAddress, string userAgent, CancellationToken ct)
    {
        var secret = RandomWord.Next(33);
        var renewed = New(before.Id, secret, account, remoteAddress, userAgent);
        return await model.RenewSessionAsync(before, renewed, renewed.SignedInAt, ct) ? secret : null;
    }

    /// <summary>Finds a session with its account.</summary>
    /// <returns>Null if the session is not valid any more.</returns>
    internal async Task<(Session Session, Account Account)?> FindAsync(Secret secret, IPAddress? remoteAddress, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        if (await model.GetSessionAsync(secret, now, ct) is not { } session) return null;
        if (await accounts.FindAsync(session.Subject, ct) is not { } account || !IsOf(session, account)) return null;
        if (now - session.LastSeenAt >= SeenInterval) await model.RecordSessionSeenAsync(session, now, remoteAddress, ct);
        return (session, account);
    }

    /// <summary>The valid sessions of a user, those that were seen last first.</summary>
    internal async Task<IReadOnlyList<Session>> ListAsync(string subject, CancellationToken ct)
    {
        if (await accounts.FindAsync(subject, ct) is not { } account) return [];
        var sessions = await model.GetSessionsAsync(subject, clock.GetUtcNow(), MaxListed, ct);
        return [.. sessions.Where(session => IsOf(session, account))];
    }

    /// <summary>Ends one session of a user. False if the user has no such session.</summary>
    internal async ValueTask<bool> EndAsync(string subject, string id, CancellationToken ct)
    {
        var ended = await model.EndSessionAsync(subject, id, ct);
        if (ended) signal?.Wake();
        return ended;
    }

    /// <summary>Ends all sessions of a user, or all but one.</summary>
    internal async ValueTask<int> EndAllAsync(string subject, string? exceptId, CancellationToken ct)
    {
        var ended = await model.EndSessionsAsync(subject, exceptId, ct);
        if (ended > 0) signal?.Wake();
        return ended;
    }

    private Session New(string id, string secret, Account account, IPAddress? remoteAddress, string userAgent)
    {
        var now = clock.GetUtcNow();
        return new()
        {
            Id = id,
            Hash = SecretHash.Of(secret),
            Subject = account.Subject,
            Methods = [Password],
            SignedInAt = now,
            LastSeenAt = now,
            ExpiresAt = now + Lifetime,
            RemoteAddress = remoteAddress,
            UserAgent = Printable(userAgent),
            Properties = Properties.Empty.With(Stamp, HashOf(account.Stamp)),
        };
    }

    // A sign-in that verified the old password while the password was changed has the old stamp, too.
    private static bool IsOf(Session session, Account account) => session.Properties[Stamp] == HashOf(account.Stamp);

    // The stamp itself is the key of other tokens of ASP.NET Core Identity.
    private static string HashOf(string stamp) => Base64Url.EncodeToString(SecretHash.Of(stamp).ToByteArray());

    private static string? Printable(string userAgent)
    {
        var printable = userAgent.Take(MaxUserAgent).Select(c => c is >= ' ' and <= '~' ? c : '?');
        return userAgent.Length == 0 ? null : string.Concat(printable);
    }
}
