namespace OAuth2Server.Jwt;

/// <summary>Makes the nonces of DPoP proofs, and recognises them without keeping them (RFC 9449 §8, §9): each node accepts those of the
/// others that share its key.</summary>
public interface IDPoPNonces
{
    /// <summary>Makes a nonce.</summary>
    /// <param name="now">The time that it tells, UTC.</param>
    /// <returns>A text of the characters of base64url, which may be the same for some seconds.</returns>
    string Create(DateTimeOffset now);

    /// <summary>Reads the time of a nonce.</summary>
    /// <param name="nonce">The nonce of a proof.</param>
    /// <returns>When it was made, UTC; null when it was made by another server or was changed.</returns>
    DateTimeOffset? TimeOf(string nonce);
}
