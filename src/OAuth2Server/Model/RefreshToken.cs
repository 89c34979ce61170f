namespace OAuth2Server;

/// <summary>A refresh token as it is saved (RFC 6749 §6). Its scope is its authorization's.</summary>
public sealed record RefreshToken : Credential;
