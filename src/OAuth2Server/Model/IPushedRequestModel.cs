namespace OAuth2Server;

/// <summary>Optional: a model that keeps pushed authorization requests (RFC 9126). With it the server has the endpoint
/// <c>/par</c>.</summary>
public interface IPushedRequestModel : IOAuthModel
{
    /// <summary>Saves a request.</summary>
    /// <param name="request">The request, not visited and not consumed.</param>
    /// <param name="context">The HTTP request.</param>
    /// <param name="ct">Cancelled when the client closes the connection.</param>
    ValueTask SavePushedRequestAsync(PushedRequest request, OAuthContext context, CancellationToken ct);

    /// <summary>Finds a request; one that is consumed too, until it expires.</summary>
    /// <param name="reference">The last part of the <c>request_uri</c>; look up its <see cref="Secret.Hash"/>.</param>
    /// <param name="context">The HTTP request.</param>
    /// <param name="ct">Cancelled when the client closes the connection.</param>
    /// <returns>The request as it is now; null when it is unknown. The server compares the times itself.</returns>
    ValueTask<PushedRequest?> GetPushedRequestAsync(Secret reference, OAuthContext context, CancellationToken ct);

    /// <summary>Records the first visit of the browser: sets <see cref="PushedRequest.VisitedAt"/> and
    /// <see cref="PushedRequest.ExpiresAt"/> of a request that was not visited. One that was visited stays as it is.</summary>
    /// <param name="request">The request as it was found.</param>
    /// <param name="expiresAt">When it expires from now on, UTC.</param>
    /// <param name="context">The HTTP request; its time is the time of the visit.</param>
    /// <param name="ct">Cancelled when the client closes the connection.</param>
    ValueTask VisitPushedRequestAsync(PushedRequest request, DateTimeOffset expiresAt, OAuthContext context, CancellationToken ct);

    /// <summary>Consumes a request, in one atomic step (RFC 9126 §7.3).</summary>
    /// <param name="request">The request as it was found.</param>
    /// <param name="context">The HTTP request; its time is set as <see cref="PushedRequest.ConsumedAt"/>.</param>
    /// <param name="ct">Cancelled when the client closes the connection.</param>
    /// <returns>True for exactly one caller; false when it was consumed before, or does not exist.</returns>
    ValueTask<bool> RevokePushedRequestAsync(PushedRequest request, OAuthContext context, CancellationToken ct);
}
