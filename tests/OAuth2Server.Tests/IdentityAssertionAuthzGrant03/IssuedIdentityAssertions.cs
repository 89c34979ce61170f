using OAuth2Server.Tests.Rfc9449;
using static OAuth2Server.Tests.IdentityAssertionAuthzGrant03.AssertionServers;

namespace OAuth2Server.Tests.IdentityAssertionAuthzGrant03;

[RfcSection("ID-JAG draft 03", "3.1")]
[RfcSection("ID-JAG draft 03", "4.3")]
[RfcSection("ID-JAG draft 03", "4.3.4")]
[RfcSection("RFC 8693", "2.2.1")]
public abstract class IssuedIdentityAssertions<T> : ProtocolTests<T> where T : ITransport
{
    [Fact]
    public async Task A_client_gets_one_for_its_user_at_the_other_server()
    {
        var server = Start(Usual);
        var answer = await server.AskAsync(Request(await server.IdTokenAsync()));
        var assertion = await server.ReadAsync(answer.MustAssert());
        Assert.Equal("oauth-id-jag+jwt", assertion.Header.GetProperty("typ").GetString());
        Assert.Equal(
            (Known.Issuer, "alice", Other, "web-at-chat"),
            (assertion["iss"], assertion["sub"], assertion["aud"], assertion["client_id"]));
        Assert.Equal(("chat.read chat.write", OtherApi, "phr"), (assertion["scope"], assertion["resource"], assertion["acr"]));
        Assert.Equal("""["pwd","otp"]""", assertion.Raw("amr"));
        Assert.Equal(server.Clock.GetUtcNow().AddSeconds(-30), assertion.Time("auth_time"));
        Assert.Equal(TimeSpan.FromMinutes(5), assertion.Time("exp") - assertion.Time("iat"));
        Assert.NotEmpty(assertion["jti"]!);
        Assert.Equal(300, answer.Json.GetProperty("expires_in").GetInt64());
    }

    [Fact]
    public async Task The_answer_has_no_access_token_and_no_refresh_token()
    {
        var server = Start(Usual);
        var answer = await server.AskAsync(Request(await server.IdTokenAsync()));
        Assert.Equal("access_token expires_in issued_token_type scope token_type", answer.Members());
        (await server.BearerAsync(answer.MustAssert())).MustBe(401);
        (await server.IntrospectAsync([("token", answer.MustAssert())], Known.ApiBasic)).MustBeInactive();
    }

    [Fact]
    public async Task Each_has_another_id()
    {
        var server = Start(Usual);
        var idToken = await server.IdTokenAsync();
        var first = await server.ReadAsync((await server.AskAsync(Request(idToken))).MustAssert());
        var second = await server.ReadAsync((await server.AskAsync(Request(idToken))).MustAssert());
        Assert.NotEqual(first["jti"], second["jti"]);
    }

    [Theory]
    [InlineData(null, "chat.read chat.write")]
    [InlineData("chat.read", "chat.read")]
    [InlineData("chat.read admin", "chat.read")]
    public async Task The_scope_is_what_the_policy_allows_of_the_requested_one(string? requested, string given)
    {
        var server = Start(Usual);
        var form = Request(await server.IdTokenAsync());
        var answer = await server.AskAsync(requested is null ? form : form.With("scope", requested));
        Assert.Equal(given, (await server.ReadAsync(answer.MustAssert()))["scope"]);
        Assert.Equal(given, answer["scope"]);
    }

    [Fact]
    public async Task A_scope_of_which_the_policy_allows_nothing_is_refused()
    {
        var server = Start(Usual);
        (await server.AskAsync(Request(await server.IdTokenAsync()).With("scope", "admin"))).MustRefuse("invalid_scope");
    }

    [Fact]
    public async Task Without_a_requested_resource_it_is_for_those_of_the_policy()
    {
        var server = Start(Usual);
        var answer = await server.AskAsync(Request(await server.IdTokenAsync()).Without("resource"));
        Assert.Equal(
            $"""["{OtherApi}","https://api.chat.example.com/files"]""", (await server.ReadAsync(answer.MustAssert())).Raw("resource"));
        server = Start(With(policy => policy.Resources = []));
        answer = await server.AskAsync(Request(await server.IdTokenAsync()).Without("resource"));
        Assert.Null((await server.ReadAsync(answer.MustAssert())).Raw("resource"));
    }

    [Theory]
    [InlineData("https://api.chat.example.com/other")]
    [InlineData("https://api.chat.example.com/mcp/")]
    [InlineData("not a resource")]
    public async Task A_resource_that_the_policy_does_not_name_is_refused_also_beside_one_that_it_names(string resource)
    {
        var server = Start(Usual);
        var form = Request(await server.IdTokenAsync());
        (await server.AskAsync(form.With("resource", resource))).MustRefuse("invalid_target");
        (await server.AskAsync(form.Also("resource", resource))).MustRefuse("invalid_target");
    }

    [Theory]
    [InlineData("https://other.example.com")]
    [InlineData("https://chat.example.com//")]
    [InlineData("https://CHAT.example.com")]
    [InlineData(Known.Issuer)]
    [InlineData(Known.Photos)]
    public async Task An_audience_that_no_policy_names_is_refused(string audience)
    {
        var server = Start(Usual);
        (await server.AskAsync(Request(await server.IdTokenAsync()).With("audience", audience))).MustRefuse("invalid_target");
    }

    [Fact]
    public async Task The_normal_form_of_the_audience_and_of_a_resource_gets_the_text_of_the_policy()
    {
        var server = Start(With(policy => policy.Resources = ["https://api.chat.example.com"]));
        var form = Request(await server.IdTokenAsync()).With("audience", Other + "/").With("resource", "https://api.chat.example.com/");
        var assertion = await server.ReadAsync((await server.AskAsync(form)).MustAssert());
        Assert.Equal((Other, "https://api.chat.example.com"), (assertion["aud"], assertion["resource"]));
    }

    [Fact]
    public async Task One_audience_is_required()
    {
        var server = Start(Usual);
        var form = Request(await server.IdTokenAsync());
        (await server.AskAsync(form.Without("audience"))).MustRefuse("invalid_target");
        (await server.AskAsync(form.Also("audience", Other))).MustRefuse("invalid_target");
    }

    [Fact]
    public async Task A_policy_is_for_one_client()
    {
        var server = Start(With(policy => policy.ClientId = "other"));
        (await server.AskAsync(Request(await server.IdTokenAsync()))).MustRefuse("invalid_target");
    }

    [Fact]
    public async Task Without_policies_it_is_always_refused()
    {
        var server = Start(setup =>
        {
            Usual(setup);
            setup.IdentityAssertions!.Policies.Clear();
        });
        (await server.AskAsync(Request(await server.IdTokenAsync()))).MustRefuse("invalid_target");
    }

    [Fact]
    public async Task A_server_that_issues_none_says_that_it_does_not_know_the_type()
    {
        var server = Start(setup =>
        {
            Usual(setup);
            setup.IdentityAssertions = null;
        });
        (await server.AskAsync(Request(await server.IdTokenAsync()))).MustRefuse("invalid_request");
    }

    [Fact]
    public async Task A_public_client_gets_none()
    {
        var server = Start(setup =>
        {
            With(policy => policy.ClientId = "app")(setup);
            setup.Store.AddClient(Known.App with { GrantTypes = [TokenExchangeGrant.Name] });
        });
        var form = Request(await server.IdTokenAsync(("aud", "app"))).With("client_id", "app");
        (await server.TokenAsync(form)).MustRefuse("unauthorized_client");
    }

    [Theory]
    [InlineData("actor_token")]
    [InlineData("actor_token_type")]
    [InlineData("authorization_details")]
    public async Task What_would_be_lost_is_refused(string parameter)
    {
        var server = Start(Usual);
        (await server.AskAsync(Request(await server.IdTokenAsync()).With(parameter, "x"))).MustRefuse("invalid_request");
    }

    [Fact]
    public async Task A_proof_binds_it_to_the_key()
    {
        var key = new DPoPClientKey();
        var server = Start(setup =>
        {
            Usual(setup);
            ProofRequests.On(setup);
        });
        var bound = await server.AskAsync(Request(await server.IdTokenAsync()), server.ForToken(key));
        Assert.Equal($$"""{"jkt":"{{key.Thumbprint}}"}""", (await server.ReadAsync(bound.MustAssert())).Raw("cnf"));
        var unbound = await server.AskAsync(Request(await server.IdTokenAsync()));
        Assert.Null((await server.ReadAsync(unbound.MustAssert())).Raw("cnf"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_address_of_the_user_is_in_it_where_the_policy_says_so(bool included)
    {
        var server = Start(With(policy => policy.IncludeEmail = included));
        var claims = new UserClaims();
        claims.Add("email", "alice@example.com");
        claims.Add("email_verified", true);
        claims.Add("phone_number", "+41 44 000 00 00");
        server.Store.SetUserClaims("alice", claims);
        var assertion = await server.ReadAsync((await server.AskAsync(Request(await server.IdTokenAsync()))).MustAssert());
        Assert.Equal(included ? "alice@example.com" : null, assertion["email"]);
        Assert.Equal(included ? "true" : null, assertion.Raw("email_verified"));
        Assert.Null(assertion["phone_number"]);
    }

    [Fact]
    public async Task Who_got_one_about_whom_is_told_without_the_assertion()
    {
        var events = new RecordedEvents();
        var server = Start(setup =>
        {
            Usual(setup);
            setup.Events.Add(events);
        });
        var assertion = await server.ReadAsync((await server.AskAsync(Request(await server.IdTokenAsync()))).MustAssert());
        var told = Assert.Single(events.All.OfType<OAuthEvent.IdentityAssertionIssued>());
        Assert.Equal((assertion["jti"], "alice", Other, "web"), (told.AssertionId, told.Subject, told.Audience, told.ClientId));
    }
}
