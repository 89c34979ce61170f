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

    [Theory]
    [InlineData("DPoP")]
    [InlineData("dpop")]
    [RfcSection("RFC 9449", "7.1")]
    public async Task The_challenge_has_the_scheme_of_the_token(string scheme)
    {
        _setup.DPoP = new();
        var required = new RequiredAuthentication { ContextClasses = ["phr"], MaxAge = TimeSpan.FromMinutes(5) };
        var error = await _setup.Resources().VerifyAuthenticationAsync(
            TokenOf("pwd", 0), required, _setup.Environment.Begin(new Sent($"{scheme} token")), TestContext.Current.CancellationToken);
        Assert.Equal(
            $"DPoP realm=\"{Known.Issuer}\", {Text}, acr_values=\"phr\", max_age=300, algs=\"ES256 ES384 PS256\"",
            error!.Headers.First(header => header.Key == "WWW-Authenticate").Value);
    }

    [Fact]
    [RfcSection("RFC 9449", "7.2")]
    public async Task The_challenge_of_a_bearer_token_stays_where_dpop_is_accepted_too()
    {
        _setup.DPoP = new();
        var error = await _setup.Resources().VerifyAuthenticationAsync(
            TokenOf("pwd", 0), new() { ContextClasses = ["phr"] }, _setup.Environment.Begin(new Sent("Bearer token")),
            TestContext.Current.CancellationToken);
        Assert.Equal(
            $"Bearer realm=\"{Known.Issuer}\", {Text}, acr_values=\"phr\"",
            error!.Headers.First(header => header.Key == "WWW-Authenticate").Value);
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

    private sealed class Sent(string authorization) : OAuthRequest
    {
        public override string Method => "GET";

        public override Uri Uri { get; } = new(Known.Issuer + "/resource/");

        public override RequestParameters Parameters => RequestParameters.Empty;

        public override IReadOnlyList<string?> Header(string name) => name == "Authorization" ? [authorization] : [];
    }
}
