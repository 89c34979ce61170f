using System.Net;

namespace OAuth2Server.Host;

/// <summary>Verifies what somebody typed into the sign-in page, behind the shield that the token endpoint's password grant has, too: both count together.</summary>
internal sealed class SignIn(IAccounts accounts, BruteForceShield shield, IAttemptModel attempts)
{
    private const int CrowdedSeconds = 5;

    /// <summary>Tries to sign somebody in.</summary>
    internal async ValueTask<SignInResult> TryAsync(Credentials credentials, IPAddress? remoteAddress, CancellationToken ct)
    {
        if (!credentials.ArePossible) return new(null, StatusCodes.Status200OK);
        var attempt = Attempt.AtPassword(shield, credentials.Username, remoteAddress, attempts);
        if (attempt.Wait is { } closed) return TooMany(closed);
        Account? account;
        using (var turn = await attempt.TurnAsync(ct))
        {
            if (turn is null) return new(null, StatusCodes.Status503ServiceUnavailable, CrowdedSeconds);
            if (attempt.Wait is { } lately) return TooMany(lately);
            account = await accounts.SignInAsync(credentials, ct);
        }
        if (await attempt.EndAsync(account is not null, ct) is { } meanwhile) return TooMany(meanwhile);
        return new(account, StatusCodes.Status200OK);
    }

    private static SignInResult TooMany(TimeSpan wait) => new(null, StatusCodes.Status429TooManyRequests, (int)Math.Ceiling(wait.TotalSeconds));
}

/// <summary>What came of a try to sign in.</summary>
/// <param name="Account">Who signed in; null for nobody.</param>
/// <param name="Status">The status of the page that says so.</param>
/// <param name="RetryAfter">When to try again, in seconds; null at once.</param>
internal sealed record SignInResult(Account? Account, int Status, int? RetryAfter = null);
