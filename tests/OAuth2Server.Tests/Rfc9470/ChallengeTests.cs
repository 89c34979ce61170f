namespace OAuth2Server.Tests.Rfc9470;

/// <summary>What a resource without a web framework demands, and how it says so.</summary>
[RfcSection("RFC 9470", "3")]
public sealed class ChallengeTests
{
    private const string Text = "error=\"insufficient_user_authentication\", " +
        "error_description=\"The request needs a stronger or a newer sign-in of the user.\"";

    private readonly Setup _setup = new();

    [Theory]
    [InlineData("phr", 0, "phr phrh", 60, true)]
    [InlineData("phrh", 60, "phr phrh", 60, true)]
    [InlineData("phr", 61, "phr phrh", 60, false)]
    [InlineData("pwd", 0, "phr phrh", 60, false)]
    [InlineData("PHR", 0, "phr", null, false)]
    [InlineData("pwd", 1000, "", null, true)]
    [InlineData(null, null, "phr", null, false)]
    [InlineData(null, null, "", 60, false)]
    public async Task A_token_is_sufficient_when_its_sign_in_is(string? acr, int? secondsAgo, string classes, int? age, bool expected)
    {
        var required = new RequiredAuthentication
        {
            ContextClasses = [.. classes.Split(' ', StringSplitOptions.RemoveEmptyEntries)],
            MaxAge = age is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
        };
        var error = await VerifyAsync(TokenOf(acr, secondsAgo), required);
        Assert.Equal(expected, error is null);
    }

    [Fact]
    public async Task The_challenge_has_all_that_is_required()
    {
        var required = new RequiredAuthentication { ContextClasses = ["phr", "phrh"], MaxAge = TimeSpan.FromMinutes(5) };
        var error = await VerifyAsync(TokenOf("pwd", 0), required);
        Assert.Equal(("insufficient_user_authentication", 401), (error!.Code, error.Status));
        Assert.Equal(
            $"Bearer realm=\"{Known.Issuer}\", {Text}, acr_values=\"phr phrh\", max_age=300",
            error.Headers.Single(header => header.Key == "WWW-Authenticate").Value);
    }

    [Fact]
    public void A_challenge_without_a_token_has_it_too_and_one_for_a_malformed_request_has_not()
    {
        var challenge = new BearerChallenge { Realm = "r", Authentication = new() { ContextClasses = ["phr"] }, Scope = Scope.Of("a") };
        Assert.Equal("Bearer realm=\"r\", scope=\"a\", acr_values=\"phr\"", challenge.For(new OAuthError("", "x", 401)));
        Assert.DoesNotContain("acr_values", challenge.For(OAuthError.InvalidRequest("x")), StringComparison.Ordinal);
    }

    [Fact]
    public void Two_requirements_together_are_what_meets_both()
    {
        var both = new RequiredAuthentication { ContextClasses = ["a", "b"], MaxAge = TimeSpan.FromSeconds(9) }
            .And(new() { ContextClasses = ["b", "c"], MaxAge = TimeSpan.FromSeconds(5) });
        Assert.Equal(("b", 5), (string.Join(' ', both.ContextClasses), both.MaxAge!.Value.TotalSeconds));
        Assert.Equal(["a"], RequiredAuthentication.None.And(new() { ContextClasses = ["a"] }).ContextClasses);
        Assert.Equal(["a"], new RequiredAuthentication { ContextClasses = ["a"] }.And(new() { ContextClasses = ["c"] }).ContextClasses);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a b")]
    [InlineData("a\"b")]
    public void A_class_that_no_challenge_can_have_is_refused(string name) =>
        Assert.Throws<ArgumentException>(() => new RequiredAuthentication { ContextClasses = [name] });

    [Fact]
    public void A_negative_time_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new RequiredAuthentication { MaxAge = TimeSpan.FromSeconds(-1) });

    private AccessToken TokenOf(string? acr, int? secondsAgo)
    {
        var signIn = new UserAuthentication
        {
            ContextClass = acr,
            Time = secondsAgo is { } seconds ? _setup.Clock.GetUtcNow().AddSeconds(-seconds) : null,
        };
        var token = Records.Token("token").Access;
        return token with { Authorization = token.Authorization with { Properties = signIn.WriteTo(Properties.Empty) } };
    }

    private ValueTask<OAuthError?> VerifyAsync(AccessToken token, RequiredAuthentication required) =>
        _setup.Resources().VerifyAuthenticationAsync(
            token, required, _setup.Environment.Begin(Records.RequestFrom("192.0.2.1")), TestContext.Current.CancellationToken);
}
