namespace OAuth2Server;

/// <summary>One way to get a token (RFC 6749 §1.3); an extension grant (§4.5) is one class that implements this.</summary>
/// <remarks>Ask for the model interface that you need in the constructor. A grant returns what is granted: it neither issues tokens nor
/// consumes the credential. It records only what a refusal needs: that a device polled, that an authorization is revoked.</remarks>
public interface IGrant
{
    /// <summary>The <c>grant_type</c> that it serves: an absolute URI for an extension of your own.</summary>
    string GrantType { get; }

    /// <summary>Decides one token request of a client that is authenticated and registered for this grant type.</summary>
    /// <param name="request">The request.</param>
    /// <param name="ct">Cancelled when the client closes the connection.</param>
    /// <returns>What is granted, or the refusal. It may be called a second time for one request, when another request consumed the
    /// credential in between.</returns>
    ValueTask<Outcome<Granted>> HandleAsync(GrantRequest request, CancellationToken ct);
}
