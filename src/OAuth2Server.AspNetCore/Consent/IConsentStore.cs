namespace OAuth2Server.AspNetCore;

/// <summary>Optional: remembers what resource owners allowed, so that they are not asked again. Without one they are asked every time.</summary>
public interface IConsentStore
{
    /// <summary>Finds what was allowed.</summary>
    /// <param name="request">The request; the key is its issuer and its client, with the user.</param>
    /// <param name="user">The signed-in resource owner.</param>
    /// <param name="ct">Cancelled when the browser goes away.</param>
    /// <returns>The allowed scope; null when nothing is remembered. The page is skipped only if it holds everything that is asked for.</returns>
    ValueTask<Scope?> FindConsentAsync(AuthorizationRequest request, User user, CancellationToken ct);

    /// <summary>Remembers what was allowed just now, beside what was allowed before.</summary>
    /// <param name="request">The request; the key is its issuer and its client, with the user.</param>
    /// <param name="user">The signed-in resource owner.</param>
    /// <param name="scope">What was allowed.</param>
    /// <param name="ct">Cancelled when the browser goes away.</param>
    ValueTask SaveConsentAsync(AuthorizationRequest request, User user, Scope scope, CancellationToken ct);
}
