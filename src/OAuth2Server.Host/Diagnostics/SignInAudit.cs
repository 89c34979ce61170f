using System.Net;

namespace OAuth2Server.Host;

/// <summary>Writes sign-ins, refused sign-ins, sign-outs and sessions that a user ended to the audit log.</summary>
/// <remarks>Never what was typed: users also type passwords into the field of the user name. A name that an account has is written as its
/// subject.</remarks>
internal sealed partial class SignInAudit(ILoggerFactory logging, IAccounts accounts)
{
    /// <summary>The method, by its name of RFC 8176.</summary>
    private const string Password = UserSessions.Password;

    private readonly ILogger _log = logging.CreateLogger(AuditLog.Category);

    internal void SignedIn(HttpContext http, Account account) =>
        SignedIn(account.Subject, Password, http.Connection.RemoteIpAddress, http.TraceIdentifier);

    internal async Task RefusedAsync(HttpContext http, Credentials credentials, SignInResult result, CancellationToken ct)
    {
        var subject = credentials.ArePossible ? await accounts.SubjectOfAsync(credentials.Username, ct) : null;
        var outcome = result.Status switch
        {
            StatusCodes.Status200OK => subject is null ? "no such account" : "wrong password or closed account",
            StatusCodes.Status429TooManyRequests => "too many failures",
            _ => "too many sign-ins at the same time",
        };
        Refused(outcome, subject, Password, http.Connection.RemoteIpAddress, http.TraceIdentifier);
    }

    internal void SignedOut(HttpContext http, string? subject) =>
        SignedOut(subject, http.Connection.RemoteIpAddress, http.TraceIdentifier);

    internal void SessionEnded(HttpContext http, string subject, string sessionId) =>
        SessionEnded(sessionId, subject, http.Connection.RemoteIpAddress, http.TraceIdentifier);

    internal void OtherSessionsEnded(HttpContext http, string subject, int count) =>
        OtherSessionsEnded(count, subject, http.Connection.RemoteIpAddress, http.TraceIdentifier);

    [LoggerMessage(101, LogLevel.Information,
        "SignedIn {Subject} by {Method}, from {RemoteAddress}, correlation {CorrelationId}", EventName = "SignedIn")]
    private partial void SignedIn(string subject, string method, IPAddress? remoteAddress, string correlationId);

    [LoggerMessage(102, LogLevel.Warning,
        "SignInRefused: {Outcome}, account {Subject}, by {Method}, from {RemoteAddress}, correlation {CorrelationId}",
        EventName = "SignInRefused")]
    private partial void Refused(string outcome, string? subject, string method, IPAddress? remoteAddress, string correlationId);

    [LoggerMessage(104, LogLevel.Information,
        "SignedOut {Subject}, from {RemoteAddress}, correlation {CorrelationId}", EventName = "SignedOut")]
    private partial void SignedOut(string? subject, IPAddress? remoteAddress, string correlationId);

    [LoggerMessage(260, LogLevel.Information,
        "SessionEnded {SessionId} by {Subject}, from {RemoteAddress}, correlation {CorrelationId}", EventName = "SessionEnded")]
    private partial void SessionEnded(string sessionId, string subject, IPAddress? remoteAddress, string correlationId);

    [LoggerMessage(261, LogLevel.Information,
        "OtherSessionsEnded by {Subject}: {Count} sessions, from {RemoteAddress}, correlation {CorrelationId}",
        EventName = "OtherSessionsEnded")]
    private partial void OtherSessionsEnded(int count, string subject, IPAddress? remoteAddress, string correlationId);
}
