using OAuth2Server.Jwt;

namespace OAuth2Server.Tests.Core;

[RfcSection("RFC 8414", "2")]
public sealed class OptionsTests
{
    private static string[] Problems(Action<OAuth2ServerOptions> change)
    {
        var options = new OAuth2ServerOptions { Issuer = Known.Issuer };
        change(options);
        return [.. options.Validate()];
    }

    private static void MustComplain(string setting, Action<OAuth2ServerOptions> change) =>
        Assert.StartsWith(setting + " ", Assert.Single(Problems(change)), StringComparison.Ordinal);

    [Theory]
    [InlineData("https://auth.example.com")]
    [InlineData("https://auth.example.com/tenant/one")]
    [InlineData("https://auth.example.com:8443/")]
    [InlineData("http://localhost:5000")]
    [InlineData("http://127.0.0.1:5000")]
    [InlineData("http://[::1]:5000")]
    public void An_https_url_is_an_issuer_and_http_is_for_loopback(string issuer) => Assert.Empty(Problems(o => o.Issuer = issuer));

    [Theory]
    [InlineData("")]
    [InlineData("auth.example.com")]
    [InlineData("/auth")]
    [InlineData("http://auth.example.com")]
    [InlineData("ftp://auth.example.com")]
    [InlineData("https://auth.example.com?x=1")]
    [InlineData("https://auth.example.com/#x")]
    [InlineData("https://auth.example.com/\"quoted")]
    [InlineData("https://auth.example.com/a b")]
    [InlineData(" https://auth.example.com")]
    [InlineData("https://auth.example.com\r\nX: y")]
    [InlineData("https://äuth.example.com")]
    public void Anything_else_is_no_issuer(string issuer) => MustComplain("Issuer", o => o.Issuer = issuer);

    [Fact]
    public void A_resolved_issuer_needs_no_fixed_one() =>
        Assert.Empty(Problems(o => (o.Issuer, o.ResolveIssuer) = ("", _ => Known.Issuer)));

    [Theory]
    [InlineData(0.999, false)]
    [InlineData(1, true)]
    [InlineData(-3600, false)]
    public void Lifetimes_begin_at_one_second(double seconds, bool good)
    {
        var time = TimeSpan.FromSeconds(seconds);
        Assert.Equal(good, Problems(o => o.AccessTokenLifetime = time).Length == 0);
        Assert.Equal(good, Problems(o => o.RefreshTokenLifetime = time).Length == 0);
        Assert.Equal(good, Problems(o => o.AuthorizationLifetime = time).Length == 0);
        Assert.Equal(good, Problems(o => o.AuthorizationCodeLifetime = time).Length == 0);
    }

    [Theory]
    [InlineData(0.999, false)]
    [InlineData(1, true)]
    [InlineData(60, true)]
    [InlineData(60.001, false)]
    public void Devices_poll_once_in_one_to_sixty_seconds(double seconds, bool good) =>
        Assert.Equal(good, Problems(o => o.DevicePollingInterval = TimeSpan.FromSeconds(seconds)).Length == 0);

    [Theory]
    [InlineData(0.999, false)]
    [InlineData(1, true)]
    [InlineData(3600, true)]
    [InlineData(3600.001, false)]
    public void A_device_code_lives_an_hour_at_most(double seconds, bool good) =>
        Assert.Equal(good, Problems(o => o.DeviceCodeLifetime = TimeSpan.FromSeconds(seconds)).Length == 0);

    [Theory]
    [InlineData("")]
    [InlineData("device")]
    [InlineData("https://auth.example.com/device")]
    [InlineData("/device?x=1")]
    [InlineData("/device#x")]
    [InlineData("/the device")]
    [InlineData("/gerät")]
    public void The_verification_page_is_a_path(string path) =>
        MustComplain("DeviceVerificationPath", o => o.DeviceVerificationPath = path);

    [Fact]
    public void An_authorization_may_be_without_end() => Assert.Empty(Problems(o => o.AuthorizationLifetime = null));

    [Fact]
    public void A_code_lives_ten_minutes_at_most()
    {
        Assert.Empty(Problems(o => o.AuthorizationCodeLifetime = TimeSpan.FromMinutes(10)));
        MustComplain("AuthorizationCodeLifetime", o => o.AuthorizationCodeLifetime = TimeSpan.FromMinutes(10) + TimeSpan.FromTicks(1));
    }

    [Fact]
    public void The_reuse_interval_is_sixty_seconds_at_most()
    {
        Assert.Empty(Problems(o => o.RefreshReuseInterval = TimeSpan.Zero));
        Assert.Empty(Problems(o => o.RefreshReuseInterval = TimeSpan.FromSeconds(60)));
        MustComplain("RefreshReuseInterval", o => o.RefreshReuseInterval = TimeSpan.FromSeconds(60) + TimeSpan.FromTicks(1));
        MustComplain("RefreshReuseInterval", o => o.RefreshReuseInterval = TimeSpan.FromTicks(-1));
    }

    [Theory]
    [InlineData("")]
    [InlineData("two names")]
    [InlineData("quote\"")]
    public void A_default_scope_has_the_grammar(string name) => MustComplain("DefaultScopes", o => o.DefaultScopes = ["good", name]);

    [Theory]
    [InlineData("")]
    [InlineData("photos")]
    [InlineData("https://photos.example.com/#x")]
    public void A_resource_is_an_absolute_uri_without_fragment(string resource) =>
        MustComplain("Resources", o => o.Resources = [new() { Resource = resource }]);

    [Theory]
    [InlineData("")]
    [InlineData("photos")]
    [InlineData("https://photos.example.com/#x")]
    public void The_default_resource_is_an_absolute_uri_without_fragment(string resource) =>
        MustComplain("DefaultResource", o => o.DefaultResource = resource);

    [Fact]
    public void Jwts_need_a_resource_that_they_can_be_for()
    {
        MustComplain("AccessTokenFormat", o => o.AccessTokenFormat = AccessTokenFormat.Jwt);
        Assert.Empty(Problems(o => (o.AccessTokenFormat, o.DefaultResource) = (AccessTokenFormat.Jwt, Known.Photos)));
        Assert.Empty(Problems(o => (o.AccessTokenFormat, o.Resources) = (AccessTokenFormat.Jwt, [new() { Resource = Known.Photos }])));
    }

    [Fact]
    public void A_format_that_does_not_exist_is_refused()
    {
        MustComplain("AccessTokenFormat", o => (o.AccessTokenFormat, o.DefaultResource) = ((AccessTokenFormat)2, Known.Photos));
        MustComplain(
            "AccessTokenFormat", o => o.Resources = [new() { Resource = Known.Photos, AccessTokenFormat = (AccessTokenFormat)(-1) }]);
    }

    [Theory]
    [InlineData("none")]
    [InlineData("HS256")]
    [InlineData("es256")]
    [InlineData("ES256 ")]
    [InlineData("")]
    public void A_signing_algorithm_that_the_server_does_not_have_is_refused(string algorithm) =>
        MustComplain("SigningAlgorithm", o => o.Resources = [new() { Resource = Known.Photos, SigningAlgorithm = algorithm }]);

    [Fact]
    public void Every_algorithm_of_the_signer_can_be_chosen() => Assert.All(SigningAlgorithm.All, algorithm =>
        Assert.Empty(Problems(o => o.Resources = [new() { Resource = Known.Photos, SigningAlgorithm = algorithm }])));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_server_whose_settings_ask_for_jwts_does_not_start_without_them(bool forAll)
    {
        var setup = new Setup();
        if (forAll) setup.Options.AccessTokenFormat = AccessTokenFormat.Jwt;
        else setup.Options.Resources[0].AccessTokenFormat = AccessTokenFormat.Jwt;
        var error = Assert.Throws<ArgumentException>(() => setup.Server());
        Assert.Contains("AddJwt", error.Message, StringComparison.Ordinal);

        setup.Jwt = new();
        Assert.NotEmpty(setup.Server().Endpoints);
    }

    [Fact]
    public void Every_wrong_setting_is_named_at_once()
    {
        var problems = Problems(o =>
            (o.Issuer, o.AccessTokenLifetime, o.RefreshReuseInterval) = ("", TimeSpan.Zero, TimeSpan.FromHours(1)));
        Assert.Equal(3, problems.Length);
    }

    [Fact]
    public void A_server_with_wrong_settings_does_not_start()
    {
        var setup = new Setup();
        setup.Options.AccessTokenLifetime = TimeSpan.Zero;
        var error = Assert.Throws<ArgumentException>(() => new AuthorizationServer(setup.Model, setup.Options, []));
        Assert.Contains("AccessTokenLifetime", error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new ResourceServer(setup.Store, setup.Options));
    }

    [Fact]
    public void The_defaults_are_safe_and_silent()
    {
        var options = new OAuth2ServerOptions { Issuer = Known.Issuer };
        Assert.Empty(options.Validate());
        Assert.Empty(options.Warnings());
        Assert.Equal(TimeSpan.FromSeconds(60), options.AuthorizationCodeLifetime);
        Assert.Equal(TimeSpan.FromHours(1), options.AccessTokenLifetime);
        Assert.Equal(TimeSpan.FromDays(14), options.RefreshTokenLifetime);
        Assert.Equal(TimeSpan.FromDays(365), options.AuthorizationLifetime);
        Assert.Equal(TimeSpan.FromSeconds(10), options.RefreshReuseInterval);
    }

    [Fact]
    public void A_dangerous_setting_speaks_up()
    {
        var options = new OAuth2ServerOptions
        {
            AllowPlainPkce = true,
            AlwaysIssueNewRefreshToken = false,
            AuthorizationLifetime = null,
            BruteForceShield = false,
        };
        string[] expected = ["AllowPlainPkce", "AlwaysIssueNewRefreshToken", "BruteForceShield", "AuthorizationLifetime"];
        Assert.Equal(expected, options.Warnings().Select(w => w.Split(' ')[0]));
    }
}
