using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.Options;
using OAuth2Server.Jwt;

namespace OAuth2Server.AspNetCore.Tests.Start;

/// <summary>The JWT bearer grant and identity assertions as an application adds them.</summary>
public sealed class JwtBearerStart
{
    private static TrustedIssuer Trust => new()
    {
        Issuer = "https://idp.example.com", JwksUri = "https://idp.example.com/jwks", Clients = ["service"], Scopes = ["a"],
    };

    private static async Task<WebApplication> StartAsync(Action<OAuth2Builder<InMemoryModel>> add, CapturedLog? log = null)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseTestServer();
        builder.Services.AddRouting();
        if (log is not null) builder.Services.AddSingleton<ILoggerFactory>(log);
        add(builder.Services.AddOAuth2Server<InMemoryModel>(o => o.Issuer = Known.Issuer, ServiceLifetime.Singleton));
        var app = builder.Build();
        app.MapOAuth2Server();
        await app.StartAsync(TestContext.Current.CancellationToken);
        return app;
    }

    private static Task<string> MetadataAsync(WebApplication app) => app.GetTestClient().GetStringAsync(
        new Uri(Known.Metadata, UriKind.Relative), TestContext.Current.CancellationToken);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_grant_and_its_profile_are_in_the_metadata_and_no_issuer_is(bool identity)
    {
        await using var app = await StartAsync(server => server.AddJwtBearerGrant(o =>
        {
            var trust = Trust;
            (trust.AcceptsIdentityAssertions, trust.AcceptsPlainAssertions) = (identity, !identity);
            o.Issuers = [trust];
        }));
        var metadata = await MetadataAsync(app);
        Assert.Contains(JwtBearerGrant.Name, metadata, StringComparison.Ordinal);
        Assert.Equal(identity, metadata.Contains(
            "\"authorization_grant_profiles_supported\":[\"urn:ietf:params:oauth:grant-profile:id-jag\"]", StringComparison.Ordinal));
        Assert.DoesNotContain("idp.example.com", metadata, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_issues_identity_assertions_says_so()
    {
        await using var app = await StartAsync(server => server.AddIdentityAssertions());
        Assert.Contains(
            "\"identity_chaining_requested_token_types_supported\":[\"urn:ietf:params:oauth:token-type:id-jag\"]", await MetadataAsync(app),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Wrong_issuers_stop_the_start_and_are_named()
    {
        var failure = await Assert.ThrowsAsync<OptionsValidationException>(() => StartAsync(server => server.AddJwtBearerGrant(o =>
        {
            o.ClockSkew = TimeSpan.Zero;
            o.Issuers = [new() { Issuer = Known.Issuer, Jwks = "{}", Algorithms = ["HS256"] }];
        })));
        Assert.Equal(
            ["ClockSkew", "Issuers:0:Issuer", "Issuers:0:Clients", "Issuers:0:Scopes", "Issuers:0:Algorithms", "Issuers:0:Jwks"],
            failure.Failures.Select(sentence => sentence.Split(' ')[0]["JwtBearerOptions.".Length..]));
    }

    [Fact]
    public async Task Wrong_policies_stop_the_start_and_are_named()
    {
        var failure = await Assert.ThrowsAsync<OptionsValidationException>(() => StartAsync(server => server.AddIdentityAssertions(o =>
        {
            o.Lifetime = TimeSpan.FromMinutes(6);
            o.Policies = [new() { Audience = Known.Issuer, ClientIdAtAudience = "" }];
        })));
        Assert.Equal(
            ["Lifetime", "Policies:0:ClientId", "Policies:0:Audience", "Policies:0:ClientIdAtAudience", "Policies:0:Scopes"],
            failure.Failures.Select(sentence => sentence.Split(' ')[0]["IdentityAssertionOptions.".Length..]));
    }

    [Fact]
    public async Task Public_clients_are_a_warning()
    {
        using var log = new CapturedLog();
        await using var app = await StartAsync(server => server.AddJwtBearerGrant(o =>
        {
            var trust = Trust;
            trust.AllowPublicClients = true;
            o.Issuers = [trust];
        }), log);
        Assert.Contains(log.Everything, line => line.StartsWith(
            "AllowPublicClients is on for the trusted issuer https://idp.example.com", StringComparison.Ordinal));
    }
}
