using System.Collections.Immutable;

namespace OAuth2Server.OpenIdConnect;

/// <summary>A valid request of a client to sign its user out (OpenID Connect RP-Initiated Logout 1.0 §2).</summary>
public sealed class LogoutRequest
{
    private readonly OpenIdConnectOptions _options;

    internal LogoutRequest(OpenIdConnectOptions options) => _options = options;

    /// <summary>The client; null when the request names none.</summary>
    public Client? Client { get; internal init; }

    /// <summary>What the ID token says that the client sent back; null when it sent none. It proves that the client signed the user
    /// in.</summary>
    public IdTokenHint? Hint { get; internal init; }

    /// <summary>Where the browser goes after the logout, one of the registered addresses of the client, with the <c>state</c> of the
    /// request; null for nowhere.</summary>
    /// <remarks>Without a <see cref="Hint"/> any page can make such a request: then the browser goes there only after the user confirmed
    /// it.</remarks>
    public string? Target { get; internal init; }

    /// <summary>The languages that the user prefers, as the client believes (<c>ui_locales</c>).</summary>
    public ImmutableArray<string> UiLocales { get; internal init; } = [];

    /// <summary>The valid request of an HTTP request that <see cref="EndSessionEndpoint"/> answered.</summary>
    /// <param name="context">The HTTP request.</param>
    /// <returns>Null when the endpoint refused it.</returns>
    public static LogoutRequest? Of(OAuthContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return context.Items.TryGetValue(typeof(LogoutRequest), out var request) ? request as LogoutRequest : null;
    }

    /// <summary>Whether the client proves that it means this user or this session: then the user need not be asked (§2: the user should be
    /// asked otherwise, because any page can send the browser here).</summary>
    /// <param name="subject">The user: <see cref="User.Id"/>.</param>
    /// <param name="sessionId">The session of the browser: <see cref="Session.Id"/>; null when it is not known.</param>
    public bool IsAbout(string subject, string? sessionId)
    {
        ArgumentNullException.ThrowIfNull(subject);
        if (Hint is null || Client is null) return false;
        return (sessionId is not null && Hint.SessionId == SubjectIdentifiers.OfSession(sessionId, Client.Id))
            || Hint.Subject == SubjectIdentifiers.Of(subject, Client, _options);
    }

    /// <summary>The client: the target has the state of the client.</summary>
    public override string ToString() => $"LogoutRequest({Client?.Id})";
}
