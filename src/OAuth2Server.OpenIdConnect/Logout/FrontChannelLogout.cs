using System.Collections.Immutable;

namespace OAuth2Server.OpenIdConnect;

/// <summary>The pages of clients that the browser loads in frames when a session ends (OpenID Connect Front-Channel Logout 1.0).</summary>
/// <remarks>It is off by default (<see cref="OpenIdConnectOptions.FrontChannelLogout"/>): browsers that block cookies in frames of other
/// sites make it useless, and no server can find out whether it worked. Back-channel logout has neither problem.</remarks>
/// <param name="clients">Finds the clients.</param>
/// <param name="options">The settings.</param>
/// <param name="sessions">Keeps the clients of sessions; null for none.</param>
public sealed class FrontChannelLogout(IOAuthModel clients, OpenIdConnectOptions options, ISessionClientModel? sessions = null)
{
    // A page with more frames would keep the user waiting.
    private const int MaxFrames = 20;

    /// <summary>Finds the addresses for a session, with <c>iss</c> and <c>sid</c> in them.</summary>
    /// <param name="subject">The user.</param>
    /// <param name="sessionId">The session: <see cref="Session.Id"/>; null when it is not known.</param>
    /// <param name="context">The request.</param>
    /// <param name="ct">Stops the work.</param>
    /// <returns>At most 20 addresses; none where front-channel logout is off.</returns>
    public async ValueTask<ImmutableArray<string>> AddressesAsync(
        string subject, string? sessionId, OAuthContext context, CancellationToken ct)
    {
        if (!options.FrontChannelLogout || sessions is null || sessionId is null) return [];
        var addresses = ImmutableArray.CreateBuilder<string>();
        context.IsForIssuedToken = true;
        foreach (var signedIn in await sessions.GetSessionClientsAsync(subject, sessionId, ct))
        {
            if (addresses.Count == MaxFrames) break;
            if (await clients.GetClientAsync(signedIn.ClientId, context, ct) is not { } client) continue;
            if (OpenIdClient.Of(client).FrontChannelLogoutUri is not { } uri) continue;
            addresses.Add(LogoutAddress.With(
                uri, ("iss", signedIn.Issuer), ("sid", SubjectIdentifiers.OfSession(sessionId, signedIn.ClientId))));
        }
        return addresses.ToImmutable();
    }
}
