namespace OAuth2Server;

/// <summary>A refresh token as it is saved (RFC 6749 §6). Its scope is the scope of its authorization.</summary>
public sealed record RefreshToken : Credential;
