namespace OAuth2Server;

/// <summary>Which pages of other origins may read an endpoint's answers (CORS).</summary>
public enum BrowserAccess
{
    /// <summary>None: no header is sent.</summary>
    None,

    /// <summary>Pages at the origin of a public client's redirect URI (<see cref="IClientOriginModel"/>).</summary>
    ClientOrigins,

    /// <summary>Every page: the answers are public.</summary>
    EveryOrigin,
}
