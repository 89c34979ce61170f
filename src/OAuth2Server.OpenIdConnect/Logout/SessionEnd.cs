using Microsoft.Extensions.Logging;
using OAuth2Server.Jwt;

namespace OAuth2Server.OpenIdConnect;

/// <summary>Does what is left to do after the end of a session, for one client after the other: ends the access that the client got in the
/// session, and sends the client a logout token (OpenID Connect Back-Channel Logout 1.0).</summary>
/// <param name="sessions">The queue.</param>
/// <param name="clients">Finds the clients.</param>
/// <param name="keyStore">Keeps the keys that sign.</param>
/// <param name="keys">The keys that sign.</param>
/// <param name="http">Sends the logout tokens.</param>
/// <param name="environment">Has the clock and the log.</param>
/// <param name="options">The settings.</param>
/// <param name="events">The event handlers.</param>
/// <param name="log">The log.</param>
/// <param name="authorizations">Ends access; null where access does not end with the session.</param>
public sealed partial class SessionEnd(
    ISessionClientModel sessions, IOAuthModel clients, ISigningKeyModel keyStore, SigningKeys keys, OutboundHttp http,
    OAuthEnvironment environment, OpenIdConnectOptions options, IEnumerable<IOAuthEvents> events, ILogger<SessionEnd> log,
    IAuthorizationListModel? authorizations = null)
{
    // A node that stops loses nothing: what it took is due again after this time, which is longer than one client can take.
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(3);

    // After the first, second, … attempt: the fifth and last is about an hour after the end of the session.
    private static readonly TimeSpan[] Waits =
        [TimeSpan.FromSeconds(10), TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(50)];

    private const int MaxAuthorizations = 10_000;

    /// <summary>Takes clients of ended sessions from the queue.</summary>
    /// <param name="atMost">The largest number to take.</param>
    /// <param name="ct">Stops the work.</param>
    public ValueTask<IReadOnlyList<SessionClient>> TakeAsync(int atMost, CancellationToken ct)
    {
        var now = environment.Clock.GetUtcNow();
        return sessions.TakeSessionClientsAsync(now, now + Lease, atMost, ct);
    }

    /// <summary>Does the work for one client, and removes it from the queue, or puts it back for a later attempt.</summary>
    /// <param name="taken">What <see cref="TakeAsync"/> gave.</param>
    /// <param name="ct">Stops the work.</param>
    public async ValueTask FinishAsync(SessionClient taken, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(taken);
        var context = environment.Begin(new QueuedWork(taken.Issuer), events);
        (context.Issuer, context.IsForIssuedToken) = (taken.Issuer, true);
        await EndAccessAsync(taken, context, ct);
        var client = await clients.GetClientAsync(taken.ClientId, context, ct);
        // A client that was removed or disabled meanwhile gets nothing more.
        var answer = client is not null && OpenIdClient.Of(client).BackChannelLogoutUri is { } address
            ? await SendAsync(taken, client, address, context, ct)
            : null;
        await SaveAsync(taken, answer);
    }

    // Not stopped with the application: what the client received must be in the store for the node that goes on.
    private async ValueTask SaveAsync(SessionClient taken, OutboundAnswer? answer)
    {
        if (answer is { MayBeTriedAgain: true } && taken.Attempts <= Waits.Length)
        {
            var again = environment.Clock.GetUtcNow() + Waits[taken.Attempts - 1];
            await sessions.PostponeSessionClientAsync(taken, again, CancellationToken.None);
            LogAgain(taken.ClientId, taken.SessionId, taken.Attempts, answer.Problem, again);
            return;
        }
        await sessions.RemoveSessionClientAsync(taken, CancellationToken.None);
        if (answer is { Problem: { } problem }) LogGivenUp(taken.ClientId, taken.SessionId, taken.Attempts, problem);
        else if (answer is not null) LogSent(taken.ClientId, taken.SessionId, taken.Attempts);
    }

    private async ValueTask<OutboundAnswer> SendAsync(
        SessionClient taken, Client client, string address, OAuthContext context, CancellationToken ct)
    {
        if (await LogoutToken.SignAsync(keys, keyStore, taken, client, context, options, ct) is not { } token)
            return new(0, default, "its profile does not allow its id_token_signed_response_alg") { IsRefused = true };
        if (!Uri.TryCreate(address, UriKind.Absolute, out var uri))
            return new(0, default, "its address is no absolute URI") { IsRefused = true };
        using var request = new HttpRequestMessage(HttpMethod.Post, uri);
        request.Content = new FormUrlEncodedContent([KeyValuePair.Create("logout_token", token)]);
        return await http.For(client).SendAsync(request, 0, ct);
    }

    // Access without offline_access is for the time in which the user is there (OpenID Connect Core §11). Grants without openid are plain
    // OAuth, which has no such scope: they go on.
    private async ValueTask EndAccessAsync(SessionClient taken, OAuthContext context, CancellationToken ct)
    {
        if (!options.EndAuthorizationsWithSession || authorizations is null) return;
        var all = await authorizations.GetAuthorizationsAsync(taken.Issuer, taken.Subject, context.Now, MaxAuthorizations, ct);
        foreach (var authorization in all.Select(live => live.Authorization).Where(found => IsOf(found, taken)))
        {
            await authorizations.RevokeAuthorizationAsync(authorization, context, ct);
            await context.ReportAsync(new OAuthEvent.AuthorizationRevoked
            {
                AuthorizationId = authorization.Id,
                ClientId = authorization.ClientId,
                Reason = RevocationReason.SessionEnded,
            });
        }
    }

    private static bool IsOf(Authorization authorization, SessionClient taken) =>
        authorization.ClientId == taken.ClientId
        && UserAuthentication.In(authorization.Properties)?.SessionId == taken.SessionId
        && authorization.Scope.Contains(ScopeClaims.OpenId)
        && !authorization.Scope.Contains(ScopeClaims.OfflineAccess);

    [LoggerMessage(301, LogLevel.Information,
        "Client {ClientId} was sent a logout token for session {SessionId}, attempt {Attempt}", EventName = "LogoutSent")]
    private partial void LogSent(string clientId, string sessionId, int attempt);

    [LoggerMessage(302, LogLevel.Information,
        "Client {ClientId} did not accept a logout token for session {SessionId}, attempt {Attempt}: {Problem}. Next attempt at {Again:O}",
        EventName = "LogoutPostponed")]
    private partial void LogAgain(string clientId, string sessionId, int attempt, string? problem, DateTimeOffset again);

    [LoggerMessage(303, LogLevel.Warning,
        "Client {ClientId} did not accept a logout token for session {SessionId}, attempt {Attempt}: {Problem}. No further attempt is "
        + "made; the user may still be signed in there. Check its backchannel_logout_uri", EventName = "LogoutGivenUp")]
    private partial void LogGivenUp(string clientId, string sessionId, int attempt, string problem);
}
