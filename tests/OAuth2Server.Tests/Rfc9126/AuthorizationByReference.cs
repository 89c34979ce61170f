namespace OAuth2Server.Tests.Rfc9126;

[RfcSection("RFC 9126", "4")]
public abstract class AuthorizationByReference<T> : ProtocolTests<T> where T : ITransport
{
    private const string Prefix = "urn:ietf:params:oauth:request_uri:";

    [Fact]
    public async Task The_pushed_parameters_count()
    {
        var server = Start();
        var answer = (await server.AuthorizeAsync(await server.PushedAsync())).MustGiveCode();
        Assert.StartsWith(Known.AppUri, answer.Location, StringComparison.Ordinal);
        Assert.Equal((Known.State, Known.Issuer), (answer.InLocation("state"), answer.InLocation("iss")));
        (await server.TokenAsync(Known.Redemption(answer.Code))).MustIssue();
    }

    [Fact]
    public async Task Nothing_beside_the_reference_counts()
    {
        var server = Start();
        Parameters odd =
        [
            .. await server.PushedAsync(), ("redirect_uri", "https://evil.example/cb"), ("redirect_uri", "twice"), ("state", "other"),
            ("scope", "z"), ("response_type", "token"), ("response_mode", "form_post"), ("code_challenge", "x"), ("prompt", "none"),
        ];
        var answer = (await server.AuthorizeAsync(odd)).MustGiveCode();
        Assert.Equal(Known.State, answer.InLocation("state"));
        Assert.Equal("a b", (await server.TokenAsync(Known.Redemption(answer.Code))).MustIssue()["scope"] ?? "a b");
    }

    [Fact]
    public async Task A_reference_with_the_credentials_of_another_way_is_refused()
    {
        var server = Start();
        var pushed = await server.PushedAsync();
        (await server.AuthorizeAsync(pushed.Also("request", "x"))).MustShowPage("invalid_request");
        (await server.AuthorizeAsync(pushed.Also("request_uri", pushed[1].Value))).MustShowPage("invalid_request");
        (await server.AuthorizeAsync(pushed.Without("client_id"))).MustShowPage("invalid_request");
        (await server.AuthorizeAsync(pushed)).MustGiveCode();
    }

    [Fact]
    [RfcSection("RFC 9126", "2.2")]
    [RfcSection("RFC 9126", "7.5")]
    public async Task Another_client_cannot_use_it()
    {
        var server = Start();
        var pushed = await server.PushedAsync();
        (await server.AuthorizeAsync(pushed.With("client_id", "web"))).MustShowPage("invalid_request_uri");
        (await server.AuthorizeAsync(pushed)).MustGiveCode();
    }

    [Theory]
    [InlineData(Prefix + "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk", "invalid_request_uri")]
    [InlineData(Prefix, "invalid_request_uri")]
    [InlineData(Prefix + "a b", "invalid_request_uri")]
    public async Task An_unknown_reference_is_shown_to_the_user(string uri, string error)
    {
        var server = Start();
        (await server.AuthorizeAsync(Known.Pushed(uri))).MustShowPage(error);
        // The redirect URI beside it does not count.
        (await server.AuthorizeAsync(Known.Authorization.Also("request_uri", uri))).MustShowPage(error);
        (await server.AuthorizeAsync(Known.Pushed(Prefix + new string('a', 5000)))).MustShowPage(error);
    }

    [Theory]
    [InlineData("https://app.example.org/request.jwt")]
    [InlineData("urn:example:request")]
    [RfcSection("RFC 9101", "10.4.1")]
    public async Task A_reference_to_load_something_from_is_not_supported(string uri)
    {
        var server = Start();
        // The address of a client that has one is proven without a parameter.
        (await server.AuthorizeAsync(Known.Pushed(uri))).MustRedirectError("request_uri_not_supported");
        var answer = await server.AuthorizeAsync(Known.Authorization.Also("request_uri", uri));
        Assert.Equal(Known.State, answer.MustRedirectError("request_uri_not_supported").InLocation("state"));
    }

    [Fact]
    [RfcSection("RFC 9126", "2.2")]
    public async Task The_first_visit_must_be_before_it_expires()
    {
        var server = Start();
        var (one, other) = (await server.PushedAsync(), await server.PushedAsync());
        server.Clock.Advance(TimeSpan.FromSeconds(59));
        (await server.AuthorizeAsync(one)).MustGiveCode();
        server.Clock.Advance(TimeSpan.FromSeconds(1));
        (await server.AuthorizeAsync(other)).MustShowPage("invalid_request_uri");
    }

    [Fact]
    [RfcSection("RFC 9126", "7.3")]
    public async Task It_gives_one_code()
    {
        var server = Start();
        var pushed = await server.PushedAsync();
        (await server.AuthorizeAsync(pushed)).MustGiveCode();
        (await server.AuthorizeAsync(pushed)).MustShowPage("invalid_request_uri");
    }

    [Fact]
    [RfcSection("RFC 9126", "7.3")]
    public async Task A_denial_is_its_answer()
    {
        var server = Start();
        var pushed = await server.PushedAsync();
        (await server.AuthorizeAsync(pushed, ScriptedConsent.Denied)).MustRedirectError("access_denied");
        (await server.AuthorizeAsync(pushed)).MustShowPage("invalid_request_uri");
    }

    [Fact]
    [RfcSection("RFC 9126", "7.4")]
    public async Task It_is_checked_again_by_what_the_client_may_do_now()
    {
        var server = Start();
        var (scope, address, gone) = (await server.PushedAsync(), await server.PushedAsync(), await server.PushedAsync());
        server.Store.AddClient(Known.App with { Scope = Scope.Of("c") });
        (await server.AuthorizeAsync(scope)).MustRedirectError("invalid_scope");
        server.Store.AddClient(Known.App with { RedirectUris = ["https://new.example.org/cb"] });
        (await server.AuthorizeAsync(address)).MustShowPage("invalid_request");
        server.Store.RemoveClient("app");
        (await server.AuthorizeAsync(gone)).MustShowPage("invalid_client");
    }

    [Fact]
    public async Task The_answer_may_be_a_form()
    {
        var server = Start();
        var answer = await server.AuthorizeAsync(await server.PushedAsync(Known.Authorization.Also("response_mode", "form_post")));
        answer.MustBe(200);
        Assert.Contains(Known.State, answer.Text, StringComparison.Ordinal);
        Assert.Contains("name=\"code\"", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    [RfcSection("RFC 9126", "5")]
    public async Task A_server_that_demands_pushed_requests_refuses_others()
    {
        var server = Start(s => s.Options.RequirePushedAuthorizationRequests = true);
        var refused = (await server.AuthorizeAsync(Known.Authorization)).MustRedirectError("invalid_request");
        Assert.Equal(Known.State, refused.InLocation("state"));
        (await server.AuthorizeAsync(await server.PushedAsync())).MustGiveCode();
    }

    [Fact]
    [RfcSection("RFC 9126", "6")]
    public async Task A_client_that_must_push_is_refused_otherwise()
    {
        var server = Start(s => s.Store.AddClient(Known.App with { RequirePushedAuthorizationRequests = true }));
        (await server.AuthorizeAsync(Known.Authorization)).MustRedirectError("invalid_request");
        (await server.AuthorizeAsync(await server.PushedAsync())).MustGiveCode();
    }
}
