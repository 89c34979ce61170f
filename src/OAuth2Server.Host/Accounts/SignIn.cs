using System.Net;

namespace OAuth2Server.Host;

/// <summary>Verifies the credentials that a user typed into the sign-in page.</summary>
/// <remarks>The brute-force shield counts the sign-in page and the password grant of the token endpoint together.</remarks>
internal sealed class SignIn(IAccounts accounts, BruteForceShield shield, IAttemptModel attempts)
{
    private const int CrowdedSeconds = 5;

    /// <summary>Tries to sign a user in.</summary>
    internal async ValueTask<SignInResult> TryAsync(Credentials credentials, IPAddress? remoteAddress, CancellationToken ct)
    {
        if (!credentials.ArePossible) return new(null, StatusCodes.Status200OK);
        var attempt = Attempt.AtPassword(shield, credentials.Username, remoteAddress, attempts);
        if (attempt.Wait is { } wait) return TooMany(wait);
        Account? account;
        using (var turn = await attempt.TurnAsync(ct))
        {
            if (turn is null) return new(null, StatusCodes.Status503ServiceUnavailable, CrowdedSeconds);
            // Parallel attempts can have blocked the key while this one waited for its turn.
            if (attempt.Wait is { } blocked) return TooMany(blocked);
            account = await accounts.SignInAsync(credentials, ct);
        }
        if (await attempt.EndAsync(account is not null, ct) is { } late) return TooMany(late);
        return new(account, StatusCodes.Status200OK);
    }

    private static SignInResult TooMany(TimeSpan wait) =>
        new(null, StatusCodes.Status429TooManyRequests, (int)Math.Ceiling(wait.TotalSeconds));
}

/// <summary>The result of an attempt to sign in.</summary>
/// <param name="Account">The account that signed in; null if the attempt failed.</param>
/// <param name="Status">The status code of the page.</param>
/// <param name="RetryAfter">After how many seconds the user can try again; null means immediately.</param>
internal sealed record SignInResult(Account? Account, int Status, int? RetryAfter = null);
