namespace OAuth2Server.Tests.Core;

/// <summary>A code comes back from a store whose columns may be wrong: what cannot be verified is not taken for good.</summary>
[RfcSection("RFC 7636", "4.6")]
public sealed class StoredChallengeTests
{
    private static OAuthError? ProblemOf(string? challenge, string? method, string? verifier) =>
        Pkce.Problem(Records.Code("code") with { CodeChallenge = challenge, CodeChallengeMethod = method }, verifier);

    [Fact]
    public void The_right_verifier_is_good()
    {
        Assert.Null(ProblemOf(Known.Challenge, "S256", Known.Verifier));
        Assert.Null(ProblemOf(Known.Verifier, "plain", Known.Verifier));
        Assert.Null(ProblemOf(null, null, null));
    }

    [Theory]
    [InlineData("S512")]
    [InlineData("s256")]
    [InlineData("")]
    [InlineData(null)]
    public void A_challenge_whose_method_is_lost_or_unknown_is_not_compared_as_plain(string? method) =>
        Assert.Equal("invalid_grant", ProblemOf(Known.Challenge, method, Known.Challenge)?.Code);
}
