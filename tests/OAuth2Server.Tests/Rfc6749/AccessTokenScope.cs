namespace OAuth2Server.Tests.Rfc6749;

[RfcSection("RFC 6749", "3.3")]
public abstract class AccessTokenScope<T> : ProtocolTests<T> where T : ITransport
{
    private static Task<Answer> AskAsync(TestServer server, string scope) =>
        server.TokenAsync(Known.ClientCredentials.With("scope", scope), Known.WebBasic);

    [Fact]
    public async Task A_request_without_scope_gets_all_that_the_client_is_registered_for()
    {
        var server = Start();
        Assert.Equal("a b c", (await server.TokenAsync(Known.ClientCredentials, Known.WebBasic)).MustIssue()["scope"]);
    }

    [Fact]
    public async Task A_request_without_scope_gets_the_default_as_far_as_the_client_is_registered_for_it()
    {
        var server = Start(s => s.Options.DefaultScopes = ["b", "z"]);
        Assert.Equal("b", (await server.TokenAsync(Known.ClientCredentials, Known.WebBasic)).MustIssue()["scope"]);
        Assert.Equal("b", (await server.IssueAsync(Known.Authorization.Without("scope")))["scope"]);
    }

    [Theory]
    [InlineData("a", "a")]
    [InlineData("c a", "a c")]
    [InlineData("a a", "a")]
    public async Task A_registered_scope_is_given_whatever_its_order(string asked, string given)
    {
        var server = Start();
        Assert.Equal(given, (await AskAsync(server, asked)).MustIssue()["scope"]);
    }

    [Theory]
    [InlineData("d")]
    [InlineData("a d")]
    [InlineData("A")]
    public async Task A_scope_that_the_client_is_not_registered_for_is_refused(string scope)
    {
        var server = Start();
        (await AskAsync(server, scope)).MustRefuse("invalid_scope");
        (await server.AuthorizeAsync(Known.Authorization.With("scope", scope))).MustRedirectError("invalid_scope");
    }

    /// <summary>Clients ask for it where the metadata lists it (OpenID Connect Core §11).</summary>
    [Fact]
    public async Task Offline_access_is_left_out_for_a_client_that_may_not_have_it_and_nothing_else_is_given_in_its_place()
    {
        var server = Start();
        Assert.Equal("a", (await AskAsync(server, "offline_access a")).MustIssue()["scope"]);
        var asked = Known.Authorization.With("scope", "a offline_access").With("prompt", "consent");
        Assert.Equal("a", (await server.IssueAsync(asked))["scope"]);
        (await AskAsync(server, "offline_access")).MustRefuse("invalid_scope");
        (await AskAsync(server, "offline_access d")).MustRefuse("invalid_scope");
    }

    [Theory]
    [InlineData(" ")]
    [InlineData(" a")]
    [InlineData("a ")]
    [InlineData("a  b")]
    [InlineData("a\tb")]
    [InlineData("a\n")]
    [InlineData("a\"")]
    [InlineData("a\\")]
    [InlineData("ä")]
    public async Task A_scope_outside_the_grammar_is_refused(string scope)
    {
        var server = Start();
        (await AskAsync(server, scope)).MustRefuse("invalid_scope");
        (await server.AuthorizeAsync(Known.Authorization.With("scope", scope))).MustRedirectError("invalid_scope");
    }

    [Fact]
    public async Task A_plus_sign_divides_names_and_its_escape_does_not()
    {
        var server = Start(s => s.Store.AddClient(Known.Web with { Scope = Scope.Of("a", "b", "a+b") }, Known.WebSecret));
        var request = WireRequest.Post(Endpoint.Token, []) with { Headers = [Known.WebBasic] };
        var divided = await server.SendAsync(request with { Body = "grant_type=client_credentials&scope=a+b"u8.ToArray() });
        var escaped = await server.SendAsync(request with { Body = "grant_type=client_credentials&scope=a%2Bb"u8.ToArray() });
        Assert.Equal("a b", divided.MustIssue()["scope"]);
        Assert.Equal("a+b", escaped.MustIssue()["scope"]);
    }

    [Fact]
    public async Task The_resource_owner_may_allow_a_part_and_the_client_is_told()
    {
        var server = Start();
        var code = await server.CodeAsync(consent: new("alice", "b c"));
        Assert.Equal("b", (await server.TokenAsync(Known.Redemption(code))).MustIssue()["scope"]);
    }

    [Fact]
    public async Task A_client_that_lost_a_scope_before_it_redeemed_its_code_gets_what_is_left()
    {
        var server = Start();
        var code = await server.CodeAsync();
        server.Store.AddClient(Known.App with { Scope = Scope.Of("b") });
        Assert.Equal("b", (await server.TokenAsync(Known.Redemption(code))).MustIssue()["scope"]);
    }

    [Fact]
    public async Task A_client_that_lost_all_of_the_scope_gets_nothing()
    {
        var server = Start();
        var code = await server.CodeAsync();
        server.Store.AddClient(Known.App with { Scope = Scope.Of("z") });
        (await server.TokenAsync(Known.Redemption(code))).MustRefuse("invalid_scope");
    }
}
