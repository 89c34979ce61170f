namespace OAuth2Server.LoadBenchmark;

/// <summary>The tokens of a floor: what is issued, consumed and looked up, without the protocol around it.</summary>
internal interface ITokens
{
    /// <summary>Makes what the store needs before the first request.</summary>
    /// <param name="issuer">The issuer that the rows name.</param>
    Task PrepareAsync(string issuer);

    /// <summary>Issues an access token to the client itself.</summary>
    ValueTask<string> IssueAsync();

    /// <summary>Issues an authorization code.</summary>
    /// <param name="challenge">The PKCE code challenge, method S256.</param>
    ValueTask<string> AuthorizeAsync(string challenge);

    /// <summary>Consumes a code and issues an access token with a refresh token.</summary>
    /// <returns>Null when the code is not valid or the verifier is not the challenge's.</returns>
    ValueTask<TokenPair?> ExchangeAsync(string code, string verifier);

    /// <summary>Consumes a refresh token and issues an access token with its successor.</summary>
    /// <returns>Null when the refresh token is not valid.</returns>
    ValueTask<TokenPair?> RotateAsync(string refreshToken);

    /// <summary>Looks an access token up.</summary>
    /// <returns>Null when the token is not valid.</returns>
    ValueTask<Holder?> FindAsync(string token);
}

/// <summary>The texts of an access token and its refresh token.</summary>
internal sealed record TokenPair(string Access, string Refresh);

/// <summary>For whom an access token was issued.</summary>
internal sealed record Holder(string Subject, string ClientId, string Scope);
