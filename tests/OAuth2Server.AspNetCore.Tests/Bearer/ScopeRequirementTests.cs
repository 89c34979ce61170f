namespace OAuth2Server.AspNetCore.Tests.Bearer;

/// <summary>RequireScope together with the application's own authorization.</summary>
public sealed class ScopeRequirementTests : SiteTests
{
    [Fact]
    public async Task A_group_asks_for_its_scope_and_an_endpoint_for_its_own_besides()
    {
        var site = Start(map: app =>
        {
            var group = app.MapGroup("/photos").RequireScope("a");
            group.MapGet("/list", () => "list");
            group.MapGet("/delete", () => "delete").RequireScope("c");
        });
        var token = (await IssueAsync(site)).AccessToken;
        (await BearerAsync(site, "/photos/list", token)).MustBe(200);
        (await BearerAsync(site, "/photos/delete", token)).MustRefuseBearer("insufficient_scope", 403);
        (await new Browser(site).GetAsync("/photos/list")).MustBe(401);
        var all = (await IssueAsync(site, Known.Authorization.With("scope", "a b c"))).AccessToken;
        (await BearerAsync(site, "/photos/delete", all)).MustBe(200);
        var one = (await IssueAsync(site, Known.Authorization.With("scope", "c"))).AccessToken;
        (await BearerAsync(site, "/photos/delete", one)).MustRefuseBearer("insufficient_scope", 403);
    }

    [Fact]
    public async Task A_policy_of_the_applications_own_that_says_no_is_a_plain_403()
    {
        var site = Start(
            s => s.AddAuthorization(o => o.AddPolicy("night", p => p
                .AddAuthenticationSchemes("Bearer").RequireAuthenticatedUser().RequireAssertion(_ => false))),
            app => app.MapGet("/night", () => "dark").RequireAuthorization("night"));
        var answer = (await BearerAsync(site, "/night", (await IssueAsync(site)).AccessToken)).MustBe(403);
        Assert.Null(answer.Header("WWW-Authenticate"));
        Assert.Empty(answer.Text);
    }

    [Fact]
    public async Task A_policy_of_the_applications_own_reads_the_claims()
    {
        var site = Start(
            s => s.AddAuthorization(o => o.AddPolicy("alice", p => p
                .AddAuthenticationSchemes("Bearer").RequireClaim("sub", "alice").RequireClaim("scope", "b"))),
            app => app.MapGet("/alice", () => "hello").RequireAuthorization("alice"));
        (await BearerAsync(site, "/alice", (await IssueAsync(site)).AccessToken)).MustBe(200);
        (await BearerAsync(site, "/alice", (await IssueAsync(site, Known.Authorization.With("scope", "a"))).AccessToken)).MustBe(403);
        (await new Browser(site).GetAsync("/alice")).MustBe(401);
    }

    [Fact]
    public async Task A_sign_in_by_cookie_is_no_access_token()
    {
        var browser = new Browser(Start());
        await browser.SignInAsync("alice");
        (await browser.GetAsync("/resource/a")).MustBe(401);
    }

    [Fact]
    public async Task An_access_token_is_no_sign_in()
    {
        var site = Start();
        var answer = await BearerAsync(site, AuthorizeUrl(Known.Authorization), (await IssueAsync(site)).AccessToken);
        Assert.StartsWith(Known.Issuer + "/login?", answer.MustBe(302).Location, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public async Task Scopes_are_told_in_headers_only_when_that_is_switched_on(bool accepted, bool authorized)
    {
        var site = Start(s => s.PostConfigure<OAuth2BearerOptions>("Bearer", o =>
        {
            o.AddAcceptedScopesHeader = accepted;
            o.AddAuthorizedScopesHeader = authorized;
        }));
        var answer = (await BearerAsync(site, "/resource/a", (await IssueAsync(site)).AccessToken)).MustBe(200);
        Assert.Equal(accepted ? "a" : null, answer.Header("X-Accepted-OAuth-Scopes"));
        Assert.Equal(authorized ? "a b" : null, answer.Header("X-OAuth-Scopes"));
    }

    [Theory]
    [InlineData(null, 401)]
    [InlineData(Known.Mail, 401)]
    [InlineData(Known.Photos, 200)]
    public async Task A_token_with_an_audience_is_good_only_where_it_is_meant_for(string? own, int expected)
    {
        Setup.Resource = own;
        var site = Start();
        var issued = await IssueAsync(site, Known.Authorization.Also("resource", Known.Photos));
        (await BearerAsync(site, "/resource/a", issued.AccessToken)).MustBe(expected);
    }

    [Fact]
    public async Task A_token_without_audience_is_good_for_a_resource_that_has_a_name()
    {
        Setup.Resource = Known.Photos;
        var site = Start();
        (await BearerAsync(site, "/resource/a", (await IssueAsync(site)).AccessToken)).MustBe(200);
    }

    [Fact]
    public void A_requirement_tells_its_scope_to_the_log() =>
        Assert.Equal("ScopeRequirement(a b)", new ScopeRequirement(Scope.Of("a", "b")).ToString());
}
