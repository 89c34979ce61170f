using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace OAuth2Server.AspNetCore.Tests.Start;

/// <summary>What stops the start of an application, and which warnings are logged at start.</summary>
public sealed class StartupTests
{
    private const string Issuer = "https://auth.example.com";

    [Theory]
    [InlineData("Issuer")]
    [InlineData("AccessTokenLifetime")]
    [InlineData("AuthorizationCodeLifetime")]
    [InlineData("RefreshReuseInterval")]
    [InlineData("DefaultScopes")]
    [InlineData("Resources")]
    public async Task An_option_that_is_wrong_stops_the_start_and_is_named(string option)
    {
        var failure = await Assert.ThrowsAsync<OptionsValidationException>(
            () => StartAsync(s => s.AddOAuth2Server<InMemoryModel>(o => Spoil(o, option), ServiceLifetime.Singleton)));
        Assert.StartsWith(option, Assert.Single(failure.Failures), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("consent", 10, "ConsentPath")]
    [InlineData("/consent", 0, "ConsentLifetime")]
    public async Task An_option_of_the_adapter_that_is_wrong_stops_the_start_and_is_named(string path, int minutes, string named)
    {
        var failure = await Assert.ThrowsAsync<OptionsValidationException>(() => StartAsync(s =>
        {
            InMemory(s);
            s.Configure<OAuth2AspNetCoreOptions>(o => (o.ConsentPath, o.ConsentLifetime) = (path, TimeSpan.FromMinutes(minutes)));
        }));
        Assert.Contains(named, Assert.Single(failure.Failures), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Everything_that_is_wrong_is_said_at_once()
    {
        var failure = await Assert.ThrowsAsync<OptionsValidationException>(() => StartAsync(s => s.AddOAuth2Server<InMemoryModel>(
            o => (o.AccessTokenLifetime, o.RefreshTokenLifetime) = (TimeSpan.Zero, TimeSpan.Zero), ServiceLifetime.Singleton)));
        Assert.Equal(3, failure.Failures.Count());
    }

    [Fact]
    public async Task Options_are_bound_from_configuration()
    {
        var section = Configuration(
            ("Issuer", Issuer),
            ("AccessTokenLifetime", "00:05:00"),
            ("DefaultScopes:0", "read"),
            ("Resources:0:Resource", "https://api.example.com"),
            ("Resources:0:Scopes:0", "read"));
        await using var app = await StartAsync(
            s => s.AddOAuth2Server<InMemoryModel>(lifetime: ServiceLifetime.Singleton).BindOptions(section));
        var options = app.Services.GetRequiredService<IOptions<OAuth2ServerOptions>>().Value;
        Assert.Equal(TimeSpan.FromMinutes(5), options.AccessTokenLifetime);
        Assert.Equal(["read"], options.DefaultScopes);
        Assert.Equal(["read"], Assert.Single(options.Resources).Scopes);
    }

    [Theory]
    [InlineData("AccesTokenLifetime", "00:05:00", "AccesTokenLifetime")]
    [InlineData("Resources:0:Scope", "read", "Scope")]
    [InlineData("AccessTokenLifetime", "soon", "AccessTokenLifetime")]
    public async Task A_configuration_key_that_no_option_has_and_a_value_that_none_takes_stop_the_start(
        string key, string value, string named)
    {
        var section = Configuration(("Issuer", Issuer), (key, value));
        var failure = await Assert.ThrowsAsync<InvalidOperationException>(
            () => StartAsync(s => s.AddOAuth2Server<InMemoryModel>(lifetime: ServiceLifetime.Singleton).BindOptions(section)));
        Assert.Contains(named, failure.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_grants_of_one_name_stop_the_start()
    {
        var failure = await Assert.ThrowsAnyAsync<Exception>(() => StartAsync(
            s => InMemory(s).AddGrant<TicketGrant>().AddClientCredentials().AddGrant<AnotherTicketGrant>(TicketGrant.Name)));
        Assert.Contains(TicketGrant.Name, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_part_that_a_grant_misses_stops_the_start()
    {
        var failure = await Assert.ThrowsAnyAsync<Exception>(() => StartAsync(s => InMemory(s).AddGrant<NeedyGrant>()));
        Assert.Contains(nameof(NeedyGrant), failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_password_grant_and_dangerous_options_are_warned_of()
    {
        using var log = new CapturedLog();
        await using var app = await StartAsync(
            s => s.AddOAuth2Server<InMemoryModel>(
                o => (o.Issuer, o.AllowPlainPkce, o.BruteForceShield) = (Issuer, true, false), ServiceLifetime.Singleton).AddPassword(),
            log);
        Assert.Equal(3, log.Events.Count(e => e == (LogLevel.Warning, "Dangerous")));
        Assert.Contains(log.Everything, line => line.StartsWith("The password grant is enabled", StringComparison.Ordinal));
        Assert.Contains(log.Everything, line => line.StartsWith("AllowPlainPkce is on", StringComparison.Ordinal));
        Assert.Contains(log.Everything, line => line.StartsWith("BruteForceShield is off", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_is_safe_is_not_warned_of()
    {
        using var log = new CapturedLog();
        await using var app = await StartAsync(s => InMemory(s).AddAuthorizationCode().AddRefreshToken().AddClientCredentials(), log);
        Assert.DoesNotContain((LogLevel.Warning, "Dangerous"), log.Events);
    }

    [Fact]
    public async Task An_authorization_endpoint_without_an_authentication_scheme_is_warned_of_with_the_remedy()
    {
        using var log = new CapturedLog();
        await using var app = await StartAsync(s => InMemory(s).AddAuthorizationCode(), log);
        Assert.Contains((LogLevel.Warning, "NoLoginScheme"), log.Events);
        Assert.Contains(log.Everything, line => line.Contains("AddAuthentication().AddCookie()", StringComparison.Ordinal));

        using var withoutDefault = new CapturedLog();
        await using var two = await StartAsync(s =>
        {
            InMemory(s).AddAuthorizationCode();
            s.AddAuthentication().AddCookie("one").AddCookie("two");
        }, withoutDefault);
        Assert.Contains((LogLevel.Warning, "NoLoginScheme"), withoutDefault.Events);
    }

    [Theory]
    [InlineData("one", false)]
    [InlineData("other", true)]
    public async Task A_LoginScheme_that_does_not_exist_is_warned_of_and_one_that_exists_is_not(string scheme, bool warns)
    {
        using var log = new CapturedLog();
        await using var app = await StartAsync(s =>
        {
            InMemory(s).AddAuthorizationCode();
            s.AddAuthentication().AddCookie("one").AddCookie("two");
            s.Configure<OAuth2AspNetCoreOptions>(o => o.LoginScheme = scheme);
        }, log);
        Assert.Equal(warns, log.Events.Contains((LogLevel.Warning, "UnknownLoginScheme")));
        Assert.DoesNotContain((LogLevel.Warning, "NoLoginScheme"), log.Events);
    }

    [Fact]
    public async Task A_server_without_an_authorization_endpoint_or_with_a_default_scheme_is_not_warned_of()
    {
        using var log = new CapturedLog();
        await using var none = await StartAsync(s => InMemory(s).AddClientCredentials(), log);
        await using var cookie = await StartAsync(s =>
        {
            InMemory(s).AddAuthorizationCode();
            s.AddAuthentication("one").AddCookie("one").AddCookie("two");
        }, log);
        Assert.DoesNotContain(log.Events, e => e.Level == LogLevel.Warning && e.Event.EndsWith("LoginScheme", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(ServiceLifetime.Scoped)]
    [InlineData(ServiceLifetime.Transient)]
    public void A_model_in_memory_that_is_no_singleton_is_refused_with_the_remedy(ServiceLifetime lifetime)
    {
        var failure = Assert.Throws<ArgumentException>(() => new ServiceCollection().AddOAuth2Server<InMemoryModel>(lifetime: lifetime));
        Assert.Contains("InMemoryModel", failure.Message, StringComparison.Ordinal);
        Assert.Contains("ServiceLifetime.Singleton", failure.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new ServiceCollection().AddOAuth2Server<TestModel>());
    }

    private static OAuth2Builder<InMemoryModel> InMemory(IServiceCollection services) =>
        services.AddOAuth2Server<InMemoryModel>(o => o.Issuer = Issuer, ServiceLifetime.Singleton);

    private static IConfigurationRoot Configuration(params Parameters values) =>
        new ConfigurationBuilder().AddInMemoryCollection(values.ToDictionary(v => v.Name, v => (string?)v.Value)).Build();

    private static async Task<WebApplication> StartAsync(Action<IServiceCollection> services, CapturedLog? log = null)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseTestServer();
        builder.Services.AddRouting();
        if (log is not null) builder.Services.AddSingleton<ILoggerFactory>(log);
        services(builder.Services);
        var app = builder.Build();
        app.MapOAuth2Server();
        await app.StartAsync();
        return app;
    }

    private static void Spoil(OAuth2ServerOptions options, string option)
    {
        options.Issuer = option == "Issuer" ? "http://auth.example.com" : Issuer;
        if (option == "AccessTokenLifetime") options.AccessTokenLifetime = TimeSpan.Zero;
        if (option == "AuthorizationCodeLifetime") options.AuthorizationCodeLifetime = TimeSpan.FromHours(1);
        if (option == "RefreshReuseInterval") options.RefreshReuseInterval = TimeSpan.FromMinutes(2);
        if (option == "DefaultScopes") options.DefaultScopes = ["two names"];
        if (option == "Resources") options.Resources = [new() { Resource = "no-uri" }];
    }

    private sealed class AnotherTicketGrant : IGrant
    {
        public string GrantType => "urn:example:other";

        public ValueTask<Outcome<Granted>> HandleAsync(GrantRequest request, CancellationToken ct) => new(OAuthError.InvalidRequest("No."));
    }

    private sealed class NeedyGrant(StartupTests missing) : IGrant
    {
        public string GrantType => missing.ToString()!;

        public ValueTask<Outcome<Granted>> HandleAsync(GrantRequest request, CancellationToken ct) => new(OAuthError.InvalidRequest("No."));
    }
}
