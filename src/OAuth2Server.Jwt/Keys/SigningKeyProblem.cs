namespace OAuth2Server.Jwt;

/// <summary>A key that should sign, now or later, and cannot.</summary>
/// <param name="KeyId">The <c>kid</c>.</param>
/// <param name="Algorithm">The algorithm, with which no token is signed meanwhile.</param>
/// <param name="EncryptedBy">The id of the key-encryption key that the private key was encrypted with; null for none.</param>
/// <param name="Message">What is wrong and what to do, for an operator.</param>
public sealed record SigningKeyProblem(string KeyId, string Algorithm, string? EncryptedBy, string Message);
