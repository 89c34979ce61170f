namespace OAuth2Server;

/// <summary>Who may register a client (RFC 7591 §3).</summary>
public enum RegistrationMode
{
    /// <summary>No client can register itself: the server has no registration endpoint.</summary>
    Off,

    /// <summary>A caller with one of the <see cref="ClientRegistrationOptions.InitialAccessTokens"/>.</summary>
    InitialAccessToken,

    /// <summary>Every caller. The number of registrations of each network is limited.</summary>
    Open,

    /// <summary>The application's <see cref="IClientRegistrationPolicy"/> decides alone.</summary>
    Policy,
}
