using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace OAuth2Server.AspNetCore.Tests.Start;

/// <summary>A profile stops the start of an application that breaks it, and a warning is logged for what it advises against.</summary>
public sealed class ProfileTests
{
    [Fact]
    public async Task A_setting_that_contradicts_the_profile_stops_the_start_and_is_named()
    {
        var failure = await Assert.ThrowsAsync<OptionsValidationException>(() => StartAsync(new(), s =>
        {
            Add(s).UseProfile(SecurityProfile.Fapi2);
            s.Configure<OAuth2ServerOptions>(o => o.RequirePushedAuthorizationRequests = false);
        }));
        Assert.StartsWith("RequirePushedAuthorizationRequests: ", Assert.Single(failure.Failures), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_part_that_is_missing_for_the_profile_stops_the_start()
    {
        var failure = await Assert.ThrowsAsync<InvalidOperationException>(
            () => StartAsync(new(), s => Add(s).UseProfile(SecurityProfile.Fapi2)));
        Assert.Contains("FAPI2-5.3.2.1-bound", failure.Message, StringComparison.Ordinal);
        Assert.Contains("FAPI2-5.3.2.1-authentication", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(SecurityProfile.OAuth21)]
    [InlineData(SecurityProfile.Rfc9700)]
    public async Task The_password_grant_stops_the_start(SecurityProfile profile)
    {
        var failure = await Assert.ThrowsAsync<InvalidOperationException>(
            () => StartAsync(new(), s => Add(s).AddPassword().UseProfile(profile)));
        Assert.Contains("OAUTH21-10-password", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_warning_is_logged_for_what_the_profile_advises_against()
    {
        using var log = new CapturedLog();
        await using var app = await StartAsync(log, s =>
        {
            Add(s).UseProfile(SecurityProfile.Rfc9700);
            s.Configure<OAuth2ServerOptions>(o => o.BruteForceShield = false);
        });
        Assert.Single(log.Events, e => e.Event == "ProfileWarning");
        Assert.Contains(log.Everything, line => line.Contains("RFC6749-2.3.1-attempts", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_profile_replaces_less_strict_settings()
    {
        await using var app = await StartAsync(new(), s => s.AddOAuth2Server<InMemoryModel>(
            o => (o.Issuer, o.AllowPlainPkce) = (Known.Issuer, true), ServiceLifetime.Singleton).UseProfile(SecurityProfile.OAuth21));
        Assert.False(app.Services.GetRequiredService<IOptions<OAuth2ServerOptions>>().Value.AllowPlainPkce);
    }

    private static OAuth2Builder<InMemoryModel> Add(IServiceCollection services) =>
        services.AddOAuth2Server<InMemoryModel>(o => o.Issuer = Known.Issuer, ServiceLifetime.Singleton);

    private static async Task<WebApplication> StartAsync(CapturedLog log, Action<IServiceCollection> add)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseTestServer();
        builder.Services.AddSingleton<ILoggerFactory>(log);
        add(builder.Services);
        var app = builder.Build();
        await app.StartAsync();
        return app;
    }
}
