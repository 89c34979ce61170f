namespace OAuth2Server.Tests.Rfc7523;

[RfcSection("RFC 7523", "3")]
public abstract class UsedAssertions<T> : ProtocolTests<T> where T : ITransport
{
    private readonly AssertionIssuer _idp = new();

    [Fact]
    public async Task An_assertion_is_used_once()
    {
        var server = Start(_idp.Trusted());
        var assertion = _idp.Assertion(server);
        (await server.PresentAsync(assertion)).MustIssue();
        (await server.PresentAsync(assertion)).MustRefuse("invalid_grant");
        // The id counts, and not the text.
        (await server.PresentAsync(_idp.Assertion(server, ("jti", "same")))).MustIssue();
        (await server.PresentAsync(_idp.Assertion(server, ("jti", "same"), ("scope", "a")))).MustRefuse("invalid_grant");
    }

    [Fact]
    public async Task It_stays_used_for_as_long_as_it_could_be_accepted()
    {
        var server = Start(_idp.Trusted());
        var assertion = _idp.Assertion(server);
        (await server.PresentAsync(assertion)).MustIssue();
        server.Clock.Advance(TimeSpan.FromSeconds(119));
        (await server.PresentAsync(assertion)).MustRefuse("invalid_grant");
        server.Clock.Advance(TimeSpan.FromSeconds(2));
        (await server.PresentAsync(assertion)).MustRefuse("invalid_grant");
    }

    [Fact]
    public async Task Of_requests_at_the_same_time_one_gets_a_token()
    {
        var server = Start(_idp.Trusted());
        var assertion = _idp.Assertion(server);
        var answers = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(() => server.PresentAsync(assertion))));
        Assert.Single(answers, answer => answer.Status == 200);
        Assert.All(answers.Where(answer => answer.Status != 200), answer => answer.MustRefuse("invalid_grant"));
    }

    [Fact]
    public async Task A_request_that_is_refused_does_not_use_it_up()
    {
        var server = Start(_idp.Trusted(trust => trust.Audiences = [Known.Mail]));
        var assertion = _idp.Assertion(server);
        (await server.TokenAsync(AssertionIssuer.Form(assertion), AssertionIssuer.OtherBasic)).MustRefuse("invalid_grant");
        (await server.PresentAsync(assertion, ("scope", "c"))).MustRefuse("invalid_scope");
        (await server.PresentAsync(assertion, ("resource", Known.Photos))).MustRefuse("invalid_target");
        server.Store.Gone.Add("alice");
        (await server.PresentAsync(assertion)).MustRefuse("invalid_grant");
        server.Store.Gone.Clear();
        (await server.PresentAsync(assertion)).MustIssue();
    }

    [Fact]
    public async Task Two_issuers_may_use_one_id()
    {
        var second = new AssertionIssuer();
        var server = Start(_idp.Trusted(more: setup =>
        {
            var trust = second.Trust;
            trust.Issuer = "https://second.example.com";
            setup.Bearer!.Issuers.Add(trust);
            setup.Store.AddAssertedUser(trust.Issuer, AssertionIssuer.Subject, new("bob"));
        }));
        (await server.PresentAsync(_idp.Assertion(server, ("jti", "1")))).MustIssue();
        (await server.PresentAsync(second.Assertion(server, ("jti", "1"), ("iss", "https://second.example.com")))).MustIssue();
        (await server.PresentAsync(second.Assertion(server, ("jti", "2")))).MustRefuse("invalid_grant");
    }
}
