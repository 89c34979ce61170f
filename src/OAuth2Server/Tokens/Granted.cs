namespace OAuth2Server;

/// <summary>A grant's answer: for whom, for what scope, continuing which authorization, using up which credential. The server issues, consumes and saves.</summary>
public sealed class Granted
{
    /// <summary>The resource owner; <see cref="User.None"/> when the client acts for itself.</summary>
    public required User User { get; init; }

    /// <summary>The scope that was asked for; null takes the default. The scope policy has the last word.</summary>
    public Scope? Scope { get; init; }

    /// <summary>The authorization that this continues; null begins one.</summary>
    public Authorization? Continues { get; init; }

    /// <summary>The credential that is used up by this, in the same step that saves the token; null for none.</summary>
    public Credential? Consumes { get; init; }

    /// <summary>Whether a refresh token may go with it; it does if the client is registered for <c>refresh_token</c>, too.</summary>
    public bool WithRefreshToken { get; init; } = true;

    /// <summary>Additive data for the access token.</summary>
    public Properties Properties { get; init; } = Properties.Empty;

    /// <summary>An answer that was given before and is given again, byte for byte; nothing is issued.</summary>
    internal byte[]? Repeats { get; init; }
}
