using OAuth2Server.Jwt;

namespace OAuth2Server.Tests.Rfc7523;

[RfcSection("RFC 7523", "2.1")]
[RfcSection("RFC 7521", "4.1")]
public abstract class JwtBearerGrants<T> : ProtocolTests<T> where T : ITransport
{
    private readonly AssertionIssuer _idp = new();

    [Fact]
    public async Task A_client_gets_a_token_for_the_user_of_an_assertion()
    {
        var server = Start(_idp.Trusted());
        var issued = (await server.PresentAsync(_idp.Assertion(server))).MustIssue();
        Assert.Equal(("Bearer", "a b"), (issued["token_type"], issued["scope"]));
        var seen = (await server.BearerAsync(issued.AccessToken, "a")).MustBe(200);
        Assert.Equal(("alice", "service"), (seen["sub"], seen["client_id"]));
    }

    [Fact]
    public async Task There_is_no_refresh_token_although_the_client_may_refresh()
    {
        var server = Start(_idp.Trusted());
        Assert.Equal(
            "access_token expires_in scope token_type", (await server.PresentAsync(_idp.Assertion(server))).MustIssue().Members());
    }

    [Fact]
    public async Task The_assertion_is_required()
    {
        var server = Start(_idp.Trusted());
        (await server.TokenAsync([("grant_type", JwtBearerGrant.Name)], AssertionIssuer.ServiceBasic)).MustRefuse("invalid_request");
    }

    [Fact]
    public async Task The_client_must_authenticate()
    {
        var server = Start(_idp.Trusted());
        var form = AssertionIssuer.Form(_idp.Assertion(server));
        (await server.TokenAsync(form, Known.Basic("service", "wrong"))).MustRefuse("invalid_client", 401);
        (await server.TokenAsync(form.With("client_id", "service"))).MustRefuse("invalid_client", 401);
    }

    [Fact]
    public async Task The_client_must_be_registered_for_the_grant()
    {
        var server = Start(_idp.Trusted(trust => trust.Clients.Add("web")));
        (await server.TokenAsync(AssertionIssuer.Form(_idp.Assertion(server)), Known.WebBasic)).MustRefuse("unauthorized_client");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_public_client_needs_the_permission_of_the_issuer(bool allowed)
    {
        var server = Start(_idp.Trusted(
            trust => (trust.Clients, trust.AllowPublicClients) = (["app"], allowed),
            setup => setup.Store.AddClient(Known.App with { GrantTypes = [JwtBearerGrant.Name] })));
        var answer = await server.TokenAsync(AssertionIssuer.Form(_idp.Assertion(server)).With("client_id", "app"));
        if (allowed) answer.MustIssue();
        else answer.MustRefuse("invalid_grant");
    }

    [Fact]
    public async Task The_user_that_the_application_does_not_know_is_refused()
    {
        var server = Start(_idp.Trusted());
        (await server.PresentAsync(_idp.Assertion(server, ("sub", "mallory")))).MustRefuse("invalid_grant");
        // A user of this server who has the same identifier is not meant.
        (await server.PresentAsync(_idp.Assertion(server, ("sub", "alice")))).MustRefuse("invalid_grant");
    }

    [Fact]
    public async Task A_user_who_may_no_longer_sign_in_is_refused()
    {
        var server = Start(_idp.Trusted());
        server.Store.Gone.Add("alice");
        (await server.PresentAsync(_idp.Assertion(server))).MustRefuse("invalid_grant");
    }

    [Fact]
    public async Task No_user_at_all_is_refused()
    {
        var server = Start(_idp.Trusted());
        server.Store.AddAssertedUser(AssertionIssuer.Name, "nobody", User.None);
        (await server.PresentAsync(_idp.Assertion(server, ("sub", "nobody")))).MustRefuse("invalid_grant");
    }

    [Theory]
    [InlineData(null, "a b")]
    [InlineData("a", "a")]
    [InlineData("b a", "a b")]
    public async Task The_scope_is_the_requested_one_within_what_the_issuer_may_give(string? requested, string given)
    {
        var server = Start(_idp.Trusted());
        var answer = requested is null
            ? await server.PresentAsync(_idp.Assertion(server))
            : await server.PresentAsync(_idp.Assertion(server), ("scope", requested));
        Assert.Equal(given, answer.MustIssue()["scope"]);
    }

    [Theory]
    [InlineData("c")]
    [InlineData("a c")]
    [InlineData("unknown")]
    public async Task More_scope_than_the_issuer_may_give_is_refused(string requested)
    {
        var server = Start(_idp.Trusted());
        (await server.PresentAsync(_idp.Assertion(server), ("scope", requested))).MustRefuse("invalid_scope");
    }

    [Fact]
    public async Task The_scope_is_within_what_the_client_is_registered_for()
    {
        var server = Start(_idp.Trusted(trust => trust.Scopes = ["a", "x"]));
        Assert.Equal("a", (await server.PresentAsync(_idp.Assertion(server))).MustIssue()["scope"]);
        (await server.PresentAsync(_idp.Assertion(server), ("scope", "x"))).MustRefuse("invalid_scope");
    }

    [Fact]
    public async Task A_scope_policy_cannot_widen_it()
    {
        var server = Start(_idp.Trusted(more: setup => setup.Policies = new() { ScopeValidator = new GivesAll() }));
        Assert.Equal("a b", (await server.PresentAsync(_idp.Assertion(server))).MustIssue()["scope"]);
    }

    [Fact]
    public async Task The_token_is_for_the_resources_that_the_issuer_is_trusted_for()
    {
        var server = Start(_idp.Trusted(trust => trust.Audiences = [Known.Mail], setup => setup.Resource = Known.Photos));
        var issued = (await server.PresentAsync(_idp.Assertion(server))).MustIssue();
        (await server.BearerAsync(issued.AccessToken, "a")).MustBe(401);
        (await server.PresentAsync(_idp.Assertion(server), ("resource", Known.Mail))).MustIssue();
        (await server.PresentAsync(_idp.Assertion(server), ("resource", Known.Photos))).MustRefuse("invalid_target");
        (await server.PresentAsync(_idp.Assertion(server), ("resource", "https://unknown.example.com"))).MustRefuse("invalid_target");
    }

    [Fact]
    public async Task The_token_lives_as_long_as_usual_and_no_longer_than_the_issuer_permits()
    {
        var server = Start(_idp.Trusted(
            trust => trust.MaxAccessTokenLifetime = TimeSpan.FromMinutes(10), s => s.Options.AccessTokenLifetime = TimeSpan.FromHours(1)));
        Assert.Equal(600, (await server.PresentAsync(_idp.Assertion(server))).MustIssue().Json.GetProperty("expires_in").GetInt64());

        server = Start(_idp.Trusted(more: setup => setup.Options.AccessTokenLifetime = TimeSpan.FromMinutes(2)));
        Assert.Equal(120, (await server.PresentAsync(_idp.Assertion(server))).MustIssue().Json.GetProperty("expires_in").GetInt64());
    }

    [Fact]
    public async Task Who_got_a_token_for_whom_is_told_without_the_assertion()
    {
        var events = new RecordedEvents();
        var server = Start(_idp.Trusted(more: setup => setup.Events.Add(events)));
        await server.PresentAsync(_idp.Assertion(server, ("jti", "id-1")));
        var told = Assert.Single(events.All.OfType<OAuthEvent.AssertionAccepted>());
        Assert.Equal(
            (AssertionIssuer.Name, "id-1", AssertionIssuer.Subject, "alice", "service"),
            (told.AssertionIssuer, told.AssertionId, told.AssertedSubject, told.Subject, told.ClientId));
    }

    private sealed class GivesAll : IScopeValidator
    {
        public ValueTask<Outcome<Scope>> ValidateScopeAsync(
            User? user, Client client, Scope? requested, OAuthContext context, CancellationToken ct) => new(Scope.Of("a", "b", "c"));

        public ValueTask<Outcome<Scope>> RevalidateScopeAsync(
            User? user, Client client, Scope granted, OAuthContext context, CancellationToken ct) => new(Scope.Of("a", "b", "c"));
    }
}
