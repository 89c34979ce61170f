namespace OAuth2Server.Jwt.Tests.Keys;

public sealed class SigningKeyOptionsTests
{
    public static TheoryData<string, Action<SigningKeyOptions>> Wrong => new()
    {
        { "Algorithms", o => o.Algorithms = [] },
        { "Algorithms", o => o.Algorithms = ["HS256"] },
        { "Algorithms", o => o.Algorithms = ["none"] },
        { "Algorithms", o => o.Algorithms = ["es256"] },
        { "RsaKeySize", o => o.RsaKeySize = 1024 },
        { "RsaKeySize", o => o.RsaKeySize = 2049 },
        { "PublishedBefore", o => o.PublishedBefore = TimeSpan.FromSeconds(59) },
        { "PublishedBefore", o => o.PublishedBefore = TimeSpan.FromDays(366) },
        { "SignsFor", o => o.SignsFor = TimeSpan.FromHours(23) },
        { "SignsFor", o => o.SignsFor = TimeSpan.MaxValue },
        { "TokensLiveAtMost", o => o.TokensLiveAtMost = TimeSpan.Zero },
        { "TokensLiveAtMost", o => o.TokensLiveAtMost = TimeSpan.MaxValue },
        { "RefreshEvery", o => o.RefreshEvery = TimeSpan.Zero },
        { "RefreshEvery", o => o.RefreshEvery = TimeSpan.FromHours(2) },
        { "RefreshEvery", o => (o.PublishedBefore, o.RefreshEvery) = (TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(1)) },
    };

    [Theory, MemberData(nameof(Wrong))]
    public void A_setting_out_of_range_is_named(string name, Action<SigningKeyOptions> set)
    {
        var options = new SigningKeyOptions();
        set(options);
        Assert.Contains(options.Validate(), problem => problem.StartsWith(name, StringComparison.Ordinal));
        Assert.Contains(name, Assert.Throws<ArgumentException>(() => new SigningKeys(options)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_defaults_are_right_and_not_dangerous()
    {
        Assert.Empty(new SigningKeyOptions().Validate());
        Assert.Empty(new SigningKeyOptions().Warnings());
        Assert.Equal([SigningAlgorithm.ES256, SigningAlgorithm.RS256], new SigningKeyOptions().Algorithms);
    }

    [Theory]
    [InlineData(13, 0)]
    [InlineData(12.99, 1)]
    public void A_short_publication_is_a_warning_with_its_reason(double hours, int warnings)
    {
        var options = new SigningKeyOptions { PublishedBefore = TimeSpan.FromHours(hours) };
        Assert.Equal(warnings, options.Warnings().Count(w => w.Contains("12 hours", StringComparison.Ordinal)));
    }

    [Fact]
    public void Without_RS256_there_is_a_warning() =>
        Assert.Contains("RFC 9068", Assert.Single(new SigningKeyOptions { Algorithms = [SigningAlgorithm.ES256] }.Warnings()));
}
