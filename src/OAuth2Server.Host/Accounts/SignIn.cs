using System.Globalization;
using System.Net;

namespace OAuth2Server.Host;

/// <summary>Verifies the credentials that a user typed into the sign-in page.</summary>
/// <remarks>The brute-force shield counts the sign-in page and the password grant of the token endpoint together.</remarks>
internal sealed class SignIn(IAccounts accounts, BruteForceShield shield, IAttemptModel attempts)
{
    /// <summary>Tries to sign a user in.</summary>
    internal async ValueTask<SignInResult> TryAsync(Credentials credentials, IPAddress? remoteAddress, CancellationToken ct)
    {
        if (!credentials.ArePossible) return new(null, StatusCodes.Status200OK);
        Account? account = null;
        var outcome = await shield.VerifyPasswordAsync(credentials.Username, remoteAddress, async ct =>
        {
            account = await accounts.SignInAsync(credentials, ct);
            return account is not null;
        }, attempts, ct);
        if (!outcome.IsError(out var refused, out _)) return new(account, StatusCodes.Status200OK);
        var retryAfter = refused.Headers.Single(header => header.Key == "Retry-After").Value;
        return new(null, refused.Status, int.Parse(retryAfter, CultureInfo.InvariantCulture));
    }
}

/// <summary>The result of an attempt to sign in.</summary>
/// <param name="Account">The account that signed in; null if the attempt failed.</param>
/// <param name="Status">The status code of the page.</param>
/// <param name="RetryAfter">After how many seconds the user can try again; null means immediately.</param>
internal sealed record SignInResult(Account? Account, int Status, int? RetryAfter = null);
