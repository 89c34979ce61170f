using System.Security.Claims;
using System.Text;

namespace OAuth2Server.AspNetCore.Tests.Bearer;

/// <summary>The authentication handler: who the caller is, and how a refusal is answered (RFC 6750 §3).</summary>
public sealed class BearerHandlerTests : SiteTests
{
    private const string Realm = $"Bearer realm=\"{Known.Issuer}\"";
    private const string Bare = Realm + ", scope=\"a\"";

    private static string? Challenge(Answer answer) => answer.Header("WWW-Authenticate");

    [Fact]
    public async Task The_principal_has_the_subject_the_client_and_one_claim_for_each_scope()
    {
        ClaimsPrincipal? seen = null;
        var site = Start(map: app => app.MapGet("/me", (HttpContext http) => { seen = http.User; }).RequireScope());
        (await BearerAsync(site, "/me", (await IssueAsync(site)).AccessToken)).MustBe(200);

        Assert.Equal(["sub=alice", "client_id=app", "scope=a", "scope=b"], seen!.Claims.Select(c => $"{c.Type}={c.Value}"));
        Assert.Equal("alice", seen.Identity!.Name);
        Assert.Equal(OAuth2BearerDefaults.AuthenticationScheme, seen.Identity.AuthenticationType);
        Assert.False(seen.IsInRole("a"));
    }

    [Fact]
    public async Task A_client_that_acts_for_itself_has_no_subject()
    {
        var site = Start();
        var granted = await new Browser(site).SendAsync(
            "POST",
            "/oauth2/token",
            [Known.WebBasic, ("Content-Type", "application/x-www-form-urlencoded")],
            "grant_type=client_credentials"u8.ToArray());
        var issued = granted.MustIssue();
        var seen = (await BearerAsync(site, "/resource/a", issued.AccessToken)).MustBe(200);
        Assert.Null(seen["sub"]);
        Assert.Equal("web", seen["client_id"]);
    }

    [Fact]
    public async Task Without_a_token_the_challenge_has_no_error_and_names_the_scope()
    {
        var answer = (await new Browser(Start()).GetAsync("/resource/a")).MustBe(401);
        Assert.Equal(Bare, Challenge(answer));
        Assert.Empty(answer.Text);
    }

    [Theory]
    [InlineData("Basic d2ViOnM=")]
    [InlineData("DPoP abc")]
    public async Task A_header_of_a_foreign_scheme_is_answered_with_the_bare_challenge(string header)
    {
        var answer = (await new Browser(Start()).SendAsync("GET", "/resource/a", [("Authorization", header)])).MustBe(401);
        Assert.Equal(Bare, Challenge(answer));
    }

    [Fact]
    public async Task A_wrong_token_is_an_invalid_token()
    {
        var answer = (await BearerAsync(Start(), "/resource/a", "unknown")).MustRefuseBearer("invalid_token", 401);
        Assert.StartsWith(Realm + ", error=\"invalid_token\", error_description=\"", Challenge(answer), StringComparison.Ordinal);
        Assert.EndsWith(", scope=\"a\"", Challenge(answer), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Too_little_scope_is_403_and_tells_which_is_needed()
    {
        var site = Start();
        var answer = (await BearerAsync(site, "/resource/a+c", (await IssueAsync(site)).AccessToken))
            .MustRefuseBearer("insufficient_scope", 403);
        Assert.StartsWith(Realm + ", error=\"insufficient_scope\"", Challenge(answer), StringComparison.Ordinal);
        Assert.EndsWith(", scope=\"a c\"", Challenge(answer), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_malformed_header_is_an_invalid_request() =>
        (await new Browser(Start()).SendAsync("GET", "/resource/a", [("Authorization", "Bearer a,b")]))
            .MustRefuseBearer("invalid_request", 400);

    [Fact]
    public async Task A_model_that_throws_is_a_server_error_with_constant_text_and_the_exception_in_the_log()
    {
        using var log = new CapturedLog();
        Setup.Logging = log;
        Setup.Model = new ExchangingModel(Setup.Store) { OnCall = _ => throw new InvalidOperationException("The database is away.") };
        var answer = (await BearerAsync(Start(), "/resource/a", "any")).MustRefuseBearer("server_error", 500);
        Assert.Null(Challenge(answer));
        Assert.DoesNotContain("database", answer.Text, StringComparison.Ordinal);
        Assert.Contains(log.Everything, line => line.Contains("The database is away.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_scope_policy_that_throws_is_a_server_error()
    {
        Setup.Policies = new() { ScopeVerifier = new FailingVerifier() };
        var site = Start();
        (await BearerAsync(site, "/resource/a", (await IssueAsync(site)).AccessToken)).MustRefuseBearer("server_error", 500);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_token_in_a_form_is_taken_only_where_that_is_allowed(bool allowed)
    {
        var site = Start(s => s.PostConfigure<OAuth2BearerOptions>("Bearer", o => o.AllowFormParameter = allowed));
        var issued = await IssueAsync(site);
        var answer = await new Browser(site).PostAsync("/resource/a", ("access_token", issued.AccessToken));
        if (allowed) answer.MustBe(200);
        else Assert.Equal(Bare, Challenge(answer.MustBe(401)));
    }

    [Theory]
    [InlineData("application/x-www-form-urlencoded", "access_token=%zz&x=%FF")]
    [InlineData("application/x-www-form-urlencoded", "access_token=a%00b")]
    [InlineData("multipart/form-data", "no boundary")]
    [InlineData("multipart/form-data; boundary=x", "no part")]
    public async Task A_form_that_cannot_be_read_is_the_callers_fault(string type, string body)
    {
        var answer = await new Browser(Start()).SendAsync("POST", "/resource/a", [("Content-Type", type)], Encoding.ASCII.GetBytes(body));
        Assert.InRange(answer.Status, 400, 401);
    }

    [Fact]
    public async Task A_token_in_a_multipart_form_is_not_seen()
    {
        var site = Start();
        var token = (await IssueAsync(site)).AccessToken;
        var body = $"--x\r\nContent-Disposition: form-data; name=\"access_token\"\r\n\r\n{token}\r\n--x--\r\n";
        var answer = await new Browser(site).SendAsync(
            "POST", "/resource/a", [("Content-Type", "multipart/form-data; boundary=x")], Encoding.ASCII.GetBytes(body));
        Assert.Equal(Bare, Challenge(answer.MustBe(401)));
    }

    [Fact]
    public async Task The_application_still_reads_the_form_whose_token_was_taken()
    {
        var site = Start(map: app => app.MapPost("/form", async (HttpContext http) =>
        {
            await http.Response.WriteAsync((await http.Request.ReadFormAsync())["note"]!);
        }).RequireScope("a"));
        var answer = await new Browser(site).PostAsync("/form", ("access_token", (await IssueAsync(site)).AccessToken), ("note", "kept"));
        Assert.Equal("kept", answer.MustBe(200).Text);
    }

    [Fact]
    public async Task A_model_that_is_no_access_token_model_is_said_to_be_missing()
    {
        var site = Start(s => s.Remove(s.Single(d => d.ServiceType == typeof(ResourceServer))));
        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => BearerAsync(site, "/resource/a", "any"));
        Assert.Contains("IAccessTokenModel", failure.Message, StringComparison.Ordinal);
    }

    private sealed class FailingVerifier : IScopeVerifier
    {
        public ValueTask<bool> VerifyScopeAsync(AccessToken token, Scope required, OAuthContext context, CancellationToken ct) =>
            throw new InvalidOperationException("boom");
    }
}
