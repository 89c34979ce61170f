using static OAuth2Server.Tests.Rfc8693.ExchangeServers;

namespace OAuth2Server.Tests.Rfc8693;

[RfcSection("RFC 8693", "2.2.2")]
public abstract class TokenExchangeErrors<T> : ProtocolTests<T> where T : ITransport
{
    private static string RefusedAs(Answer answer) => answer.MustRefuse("invalid_request")["error_description"]!;

    [Fact]
    public async Task A_subject_token_that_is_unknown_expired_or_revoked_gets_one_answer()
    {
        var server = Start(Usual);
        var (revoked, expired) = (await server.SubjectTokenAsync(), await server.SubjectTokenAsync());
        await server.RevokeAsync(revoked);
        var unknown = RefusedAs(await server.ExchangeAsync(Exchange("unknown")));
        Assert.Equal(unknown, RefusedAs(await server.ExchangeAsync(Exchange(revoked))));
        server.Clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal(unknown, RefusedAs(await server.ExchangeAsync(Exchange(expired))));
    }

    [Fact]
    public async Task A_token_that_was_sent_to_another_service_gets_the_same_answer()
    {
        var server = Start(Usual);
        var forMail = (await server.IssueAsync(Known.Authorization.With("resource", Known.Mail))).AccessToken;
        Assert.Equal(RefusedAs(await server.ExchangeAsync(Exchange("unknown"))), RefusedAs(await server.ExchangeAsync(Exchange(forMail))));
    }

    [Fact]
    public async Task A_token_without_audience_is_for_each_resource_and_for_no_client_that_is_none()
    {
        var server = Start(s =>
        {
            Usual(s);
            s.Store.AddClient(Known.Web with { GrantTypes = [TokenExchangeGrant.Name] }, Known.WebSecret);
            s.Exchange!.Policies.Add(new() { ClientId = "web", Audience = Known.Mail, Scopes = ["a"], AllowImpersonation = true });
        });
        var anywhere = (await server.IssueAsync()).AccessToken;
        (await server.ExchangeAsync(Exchange(anywhere))).MustIssue();
        RefusedAs(await server.TokenAsync(Exchange(anywhere), Known.WebBasic));
    }

    [Fact]
    public async Task A_token_of_another_issuer_is_refused()
    {
        var issuer = Known.Issuer;
        var server = Start(s =>
        {
            Usual(s);
            (s.Options.Issuer, s.Options.ResolveIssuer) = ("", _ => issuer);
        });
        var subject = await server.SubjectTokenAsync();
        issuer = "https://other.example.com";
        RefusedAs(await server.ExchangeAsync(Exchange(subject)));
        issuer = Known.Issuer;
        (await server.ExchangeAsync(Exchange(subject))).MustIssue();
    }

    [Theory]
    [InlineData(JwtType)]
    [InlineData(RefreshTokenType)]
    [InlineData(IdTokenType)]
    [InlineData("urn:ietf:params:oauth:token-type:saml1")]
    [InlineData("access_token")]
    public async Task A_token_that_is_not_what_its_type_says_is_refused(string type)
    {
        var server = Start(Usual);
        var (subject, actor) = (await server.SubjectTokenAsync(), await server.ActorTokenAsync());
        RefusedAs(await server.ExchangeAsync(Exchange(subject).With("subject_token_type", type)));
        RefusedAs(await server.ExchangeAsync(Exchange(subject).ByActor(actor).With("actor_token_type", type)));
    }

    [Fact]
    public async Task A_refresh_token_is_no_access_token()
    {
        var server = Start(Usual);
        var issued = await server.IssueAsync(Known.Authorization.With("resource", Known.Photos));
        RefusedAs(await server.ExchangeAsync(Exchange(issued.RefreshToken)));
        RefusedAs(await server.ExchangeAsync(Exchange(issued.RefreshToken).With("subject_token_type", RefreshTokenType)));
    }

    [Fact]
    public async Task A_jwt_may_be_called_a_jwt_or_an_access_token()
    {
        var server = Start(s =>
        {
            WithJwts(s);
            s.Options.Resources[0].AccessTokenFormat = AccessTokenFormat.Jwt;
        });
        var subject = await server.SubjectTokenAsync();
        (await server.ExchangeAsync(Exchange(subject))).MustIssue();
        (await server.ExchangeAsync(Exchange(subject).With("subject_token_type", JwtType))).MustIssue();
        // A changed text was never issued, also if its signature is right.
        RefusedAs(await server.ExchangeAsync(Exchange(subject + "A").With("subject_token_type", JwtType)));
    }

    [Fact]
    public async Task A_token_of_a_client_that_acts_for_itself_is_no_subject()
    {
        var server = Start(Usual);
        RefusedAs(await server.ExchangeAsync(Exchange(await server.ActorTokenAsync())));
    }

    [Fact]
    public async Task Without_a_policy_every_exchange_is_refused()
    {
        var server = Start(s =>
        {
            Usual(s);
            s.Exchange = new();
        });
        (await server.ExchangeAsync(Exchange(await server.SubjectTokenAsync()))).MustRefuse("invalid_target");
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public async Task A_policy_allows_delegation_and_impersonation_separately(bool delegation, bool impersonation)
    {
        var server = Start(s =>
        {
            Usual(s);
            var policy = PhotosToMail;
            (policy.AllowDelegation, policy.AllowImpersonation) = (delegation, impersonation);
            s.Exchange = new() { Policies = [policy] };
        });
        var form = Exchange(await server.SubjectTokenAsync());
        var alone = await server.ExchangeAsync(form);
        var withActor = await server.ExchangeAsync(form.ByActor(await server.ActorTokenAsync()));
        (impersonation ? alone.MustIssue() : alone.MustRefuse("invalid_request")).MustBe(impersonation ? 200 : 400);
        (delegation ? withActor.MustIssue() : withActor.MustRefuse("invalid_request")).MustBe(delegation ? 200 : 400);
    }

    [Theory]
    [InlineData("c")]
    [InlineData("b")]
    [InlineData("a b")]
    [InlineData("z")]
    public async Task A_scope_beyond_the_subject_token_or_the_policy_is_refused(string scope)
    {
        var server = Start(Usual);
        var form = Exchange(await server.SubjectTokenAsync());
        (await server.ExchangeAsync(form.With("scope", scope))).MustRefuse("invalid_scope");
        Assert.Equal("a", (await server.ExchangeAsync(form.With("scope", "a"))).MustIssue()["scope"]);
    }

    [Fact]
    public async Task Where_nothing_of_the_scope_is_left_there_is_no_token()
    {
        var server = Start(s =>
        {
            Usual(s);
            s.Exchange!.Policies[0].Scopes = ["c"];
        });
        (await server.ExchangeAsync(Exchange(await server.SubjectTokenAsync()))).MustRefuse("invalid_scope");
    }

    [Fact]
    public async Task A_client_never_gets_more_than_it_is_registered_for_and_a_scope_policy_cannot_widen_it()
    {
        var server = Start(s =>
        {
            Usual(s);
            s.Exchange!.Policies[0].Scopes = ["a", "b"];
            s.Policies = new() { ScopeValidator = new Generous() };
        });
        Assert.Equal("a b", (await server.ExchangeAsync(Exchange(await server.SubjectTokenAsync()))).MustIssue()["scope"]);
        var strict = Start(s =>
        {
            Usual(s);
            s.Exchange!.Policies[0].Scopes = ["a", "b"];
            s.Store.AddClient(Photos with { Scope = Scope.Of("b") }, "another-secret-1Lq8");
        });
        var form = Exchange(await strict.SubjectTokenAsync());
        Assert.Equal("b", (await strict.TokenAsync(form, Known.Basic("photos", "another-secret-1Lq8"))).MustIssue()["scope"]);
    }

    private sealed class Generous : IScopeValidator
    {
        public ValueTask<Outcome<Scope>> ValidateScopeAsync(
            User? user, Client client, Scope? requested, OAuthContext context, CancellationToken ct) => new(Scope.Of("a", "b", "c", "d"));
    }
}
