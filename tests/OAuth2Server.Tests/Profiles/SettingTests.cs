namespace OAuth2Server.Tests.Profiles;

/// <summary>A profile sets what it demands, and refuses what contradicts it.</summary>
public sealed class SettingTests
{
    [Theory]
    [InlineData(SecurityProfile.OAuth21)]
    [InlineData(SecurityProfile.Rfc9700)]
    [InlineData(SecurityProfile.Fapi2)]
    public void A_profile_sets_what_it_demands(SecurityProfile profile)
    {
        var options = Loose();
        options.UseProfile(profile);
        Assert.Equal(profile, options.Profile);
        Assert.False(options.AllowPlainPkce);
        Assert.True(options.BruteForceShield);
        Assert.True(options.CheckClientAndUserOfTokens);
        var isFapi = profile == SecurityProfile.Fapi2;
        Assert.Equal(isFapi, options.RequirePushedAuthorizationRequests);
        Assert.Equal(!isFapi, options.AlwaysIssueNewRefreshToken);
        Assert.Equal(isFapi ? 60 : 300, options.AuthorizationCodeLifetime.TotalSeconds);
        Assert.Equal(isFapi ? 60 : 600, options.PushedRequestLifetime.TotalSeconds);
        Assert.DoesNotContain(ProfileReport.Of(options).Findings, finding => finding.Rule.Severity == RuleSeverity.Error);
    }

    [Fact]
    public void No_profile_changes_nothing()
    {
        var options = Loose();
        options.UseProfile(SecurityProfile.None);
        Assert.True(options.AllowPlainPkce);
        Assert.False(options.BruteForceShield);
    }

    [Fact]
    public void A_shorter_lifetime_stays()
    {
        var options = new OAuth2ServerOptions { Issuer = Known.Issuer, AuthorizationCodeLifetime = TimeSpan.FromSeconds(20) };
        options.UseProfile(SecurityProfile.Fapi2);
        Assert.Equal(20, options.AuthorizationCodeLifetime.TotalSeconds);
    }

    [Fact]
    public void A_setting_that_contradicts_the_profile_makes_no_server()
    {
        var setup = new Setup();
        setup.Options.UseProfile(SecurityProfile.Fapi2);
        setup.Options.AlwaysIssueNewRefreshToken = true;
        setup.Options.AllowPlainPkce = true;
        var refused = Assert.Throws<ArgumentException>(setup.Server);
        Assert.Contains("FAPI2-5.3.2.1-rotation", refused.Message, StringComparison.Ordinal);
        Assert.Contains("RFC9700-2.1.1-plain", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_setting_that_the_profile_only_warns_of_makes_a_server()
    {
        var setup = new Setup();
        setup.Options.UseProfile(SecurityProfile.Rfc9700);
        setup.Options.BruteForceShield = false;
        Assert.NotNull(setup.Server());
    }

    [Fact]
    public void A_profile_that_does_not_exist_is_a_problem() =>
        Assert.Contains("Profile",
            Assert.Single(new OAuth2ServerOptions { Issuer = Known.Issuer, Profile = (SecurityProfile)9 }.Validate()),
            StringComparison.Ordinal);

    [Fact]
    public void The_settings_that_a_profile_demands_are_no_danger()
    {
        var options = new OAuth2ServerOptions { Issuer = Known.Issuer };
        options.UseProfile(SecurityProfile.Fapi2);
        Assert.Empty(options.Warnings());
    }

    [Fact]
    public void A_client_keeps_its_profile_in_its_properties()
    {
        var client = Known.Web.WithProfile(SecurityProfile.Fapi2);
        Assert.Equal(SecurityProfile.Fapi2, client.Profile);
        Assert.Equal(SecurityProfile.None, Known.Web.Profile);
        Assert.Equal(client.Properties, Properties.FromStore(client.Properties.ToStore()));
    }

    [Fact]
    public void A_profile_that_a_newer_version_wrote_is_the_strictest()
    {
        var properties = Known.Web.WithProfile(SecurityProfile.OAuth21).Properties.With("security_profile", "X");
        var client = Known.Web with { Properties = properties };
        Assert.Equal(SecurityProfile.Fapi2, client.Profile);
    }

    private static OAuth2ServerOptions Loose() => new()
    {
        Issuer = Known.Issuer,
        AllowPlainPkce = true,
        BruteForceShield = false,
        CheckClientAndUserOfTokens = false,
        AuthorizationCodeLifetime = TimeSpan.FromMinutes(5),
        PushedRequestLifetime = TimeSpan.FromMinutes(10),
    };
}
