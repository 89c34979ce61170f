namespace OAuth2Server;

/// <summary>The challenges of a refused request: one for each authentication scheme that the resource accepts (RFC 9449 §7.1,
/// §7.2).</summary>
internal static class Challenges
{
    /// <summary>The error with the challenges that belong to it, in the place of those that it has.</summary>
    /// <param name="error">The error; with 5xx nothing that was sent is wrong, and a challenge would make the client throw a valid token
    /// away.</param>
    /// <param name="request">The request: the error stands in the challenge of the scheme that it was sent with.</param>
    /// <param name="proofs">The kinds of keys that the resource accepts.</param>
    /// <param name="challenge">What the challenges of all schemes say.</param>
    internal static OAuthError Add(OAuthError error, OAuthRequest request, IProofOfPossession[] proofs, BearerChallenge challenge)
    {
        if (error.Status >= 500) return error;
        var headers = error.Headers.RemoveAll(static header => header.Key == "WWW-Authenticate");
        var offered = Offered(proofs);
        var sent = error.Code.Length == 0 ? null : PresentedToken.SchemeOf(request, proofs);
        // The client that used a scheme that is not offered needs the reason too.
        if (sent is not null && !offered.Contains(sent, StringComparer.OrdinalIgnoreCase)) sent = offered[0];
        foreach (var scheme in offered)
        {
            var isSent = scheme.Equals(sent, StringComparison.OrdinalIgnoreCase);
            // Another scheme helps only where the token is refused, not where its scope is too small.
            if (sent is not null && !isSent && error.Status != 401) continue;
            var value = challenge.For(scheme, ParametersOf(scheme, proofs))
                .For(sent is null || isSent ? error : OAuthError.Unauthenticated);
            headers = headers.Insert(isSent ? 0 : headers.Length, new("WWW-Authenticate", value));
        }
        return new(error.Code, error.Description, error.Status) { Detail = error.Detail, Rule = error.Rule, Headers = headers };
    }

    private static List<string> Offered(IProofOfPossession[] proofs)
    {
        var isRequired = Array.Exists(proofs, static proof => proof.IsRequired);
        var schemes = new List<string>(2);
        if (!isRequired) schemes.Add(AuthorizationHeader.Bearer);
        // Where a key is required, the scheme Bearer is offered for tokens whose key is proved in another way than by the scheme.
        foreach (var proof in proofs.OrderByDescending(static proof => proof.IsRequired))
        {
            if (!schemes.Contains(proof.Scheme, StringComparer.OrdinalIgnoreCase)) schemes.Add(proof.Scheme);
        }
        return schemes;
    }

    private static string? ParametersOf(string scheme, IProofOfPossession[] proofs)
    {
        foreach (var proof in proofs)
        {
            if (proof.Scheme.Equals(scheme, StringComparison.OrdinalIgnoreCase) && proof.ChallengeParameters is { } parameters)
                return parameters;
        }
        return null;
    }
}
