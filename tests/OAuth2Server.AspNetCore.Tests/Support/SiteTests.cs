using System.Text;
using Microsoft.AspNetCore.Routing;

namespace OAuth2Server.AspNetCore.Tests.Support;

/// <summary>Tests that start an application of their own.</summary>
public abstract class SiteTests : IAsyncDisposable
{
    private readonly List<Site> _started = [];

    private protected Setup Setup { get; } = new();

    private protected Site Start(
        Action<IServiceCollection>? services = null,
        Action<WebApplication>? map = null,
        bool kestrel = false,
        Action<IServiceCollection>? server = null,
        Action<IEndpointRouteBuilder>? endpoints = null)
    {
        var site = Site.Start(Setup, services, map, kestrel, server, endpoints);
        _started.Add(site);
        return site;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var site in _started) await site.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>Adds a server over the store of the setup, for tests of the builder.</summary>
    private protected OAuth2Builder<TestModel> Builder(IServiceCollection services) =>
        services.AddOAuth2Server(Setup.Store, o => o.Issuer = Known.Issuer);

    private protected static string AuthorizeUrl(Parameters query) => "/oauth2/authorize?" + WireRequest.Encode(query);

    /// <summary>The address of the consent page that a signed-in user is sent to.</summary>
    private protected static async Task<string> ConsentPageAsync(Browser browser, Parameters? query = null, string user = "alice")
    {
        await browser.SignInAsync(user);
        var answer = (await browser.GetAsync(AuthorizeUrl(query ?? Known.Authorization))).MustBe(303);
        Assert.StartsWith("/consent?ticket=", answer.Location, StringComparison.Ordinal);
        return answer.Location!;
    }

    /// <summary>An access token of the public client for alice.</summary>
    private protected static async Task<Answer> IssueAsync(Site site, Parameters? query = null)
    {
        var browser = new Browser(site);
        var answer = await browser.WalkAsync(await browser.GetAsync(AuthorizeUrl(query ?? Known.Authorization)), ScriptedConsent.ByAlice);
        var code = answer.MustGiveCode().Code;
        return (await browser.PostAsync("/oauth2/token", Known.Redemption(code))).MustIssue();
    }

    /// <summary>Sends a form to an endpoint.</summary>
    private protected static Task<Answer> FormAsync(Site site, string path, Parameters form, params Parameters headers) =>
        new Browser(site).SendAsync(
            "POST",
            path,
            [("Content-Type", "application/x-www-form-urlencoded"), .. headers],
            Encoding.ASCII.GetBytes(WireRequest.Encode(form)));

    private protected static Task<Answer> BearerAsync(Site site, string path, string token) =>
        new Browser(site).SendAsync("GET", path, [("Authorization", "Bearer " + token)]);
}
