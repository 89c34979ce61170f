namespace OAuth2Server.OpenIdConnect;

/// <summary>What an ID token that a client sent back says.</summary>
/// <param name="ClientId">The client that it was issued to.</param>
/// <param name="Subject">The user, by the identifier that the client has.</param>
/// <param name="SessionId">The session, by the identifier that the client has; null when it names none.</param>
public sealed record IdTokenHint(string ClientId, string Subject, string? SessionId)
{
    /// <summary>The client.</summary>
    public override string ToString() => $"IdTokenHint({ClientId})";
}
