namespace OAuth2Server;

/// <summary>A type of tokens that token exchange issues beside access tokens (RFC 8693 §3): one class, one line to register it.</summary>
public interface IExchangedTokenType
{
    /// <summary>The <c>requested_token_type</c> that it issues.</summary>
    string TokenType { get; }

    /// <summary>Decides one request of a confidential client that is registered for token exchange, and makes the token. Refuse what no
    /// policy allows.</summary>
    /// <param name="request">The request.</param>
    /// <param name="ct">Cancelled when the client closes the connection.</param>
    /// <returns>The token, or the refusal. It is not saved: the token is for another server, or is verified by its signature.</returns>
    ValueTask<Outcome<ExchangedToken>> IssueAsync(GrantRequest request, CancellationToken ct);
}
