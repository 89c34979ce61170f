using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.Options;

namespace OAuth2Server.AspNetCore.Tests.Start;

/// <summary>Token exchange as an application adds it.</summary>
public sealed class TokenExchangeStart
{
    private static async Task<WebApplication> StartAsync(Action<TokenExchangeOptions> configure, CapturedLog? log = null)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseTestServer();
        builder.Services.AddRouting();
        if (log is not null) builder.Services.AddSingleton<ILoggerFactory>(log);
        builder.Services.AddOAuth2Server<InMemoryModel>(
            o => (o.Issuer, o.Resources) = (Known.Issuer, [new() { Resource = Known.Mail }]), ServiceLifetime.Singleton)
            .AddTokenExchange(configure);
        var app = builder.Build();
        app.MapOAuth2Server();
        await app.StartAsync(TestContext.Current.CancellationToken);
        return app;
    }

    [Fact]
    public async Task A_policy_is_validated_at_the_start_and_its_problems_are_named()
    {
        var failure = await Assert.ThrowsAsync<OptionsValidationException>(() => StartAsync(o =>
            o.Policies = [new() { ClientId = "photos", Audience = Known.Photos, AllowDelegation = false }]));
        Assert.Equal(
            ["TokenExchangeOptions.Policies:0:Audience", "TokenExchangeOptions.Policies:0:Scopes",
                "TokenExchangeOptions.Policies:0:AllowDelegation"],
            failure.Failures.Select(sentence => sentence.Split(' ')[0]));
    }

    [Fact]
    public async Task The_grant_is_in_the_metadata_and_a_dangerous_policy_is_a_warning()
    {
        using var log = new CapturedLog();
        var policy = new TokenExchangePolicy { ClientId = "photos", Audience = Known.Mail, Scopes = ["a"] };
        (policy.AllowImpersonation, policy.AllowUnprovenSubjectToken) = (true, true);
        await using var app = await StartAsync(o => o.Policies = [policy], log);
        var address = new Uri(Known.Metadata, UriKind.Relative);
        var metadata = await app.GetTestClient().GetStringAsync(address, TestContext.Current.CancellationToken);
        Assert.Contains(TokenExchangeGrant.Name, metadata, StringComparison.Ordinal);
        foreach (var setting in new[] { "AllowImpersonation", "AllowUnprovenSubjectToken" })
            Assert.Contains(log.Everything, line => line.StartsWith($"{setting} is on for client photos", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Two_policies_for_the_same_client_and_resource_are_refused()
    {
        TokenExchangePolicy Same(string resource) => new() { ClientId = "photos", Audience = resource, Scopes = ["a"] };
        var failure = await Assert.ThrowsAsync<OptionsValidationException>(() => StartAsync(o =>
            o.Policies = [Same(Known.Mail), Same(Known.Mail.ToUpperInvariant().Replace("/API", "/api", StringComparison.Ordinal))]));
        Assert.Contains("is the second one", Assert.Single(failure.Failures), StringComparison.Ordinal);
    }
}
