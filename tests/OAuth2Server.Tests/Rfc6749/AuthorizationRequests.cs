namespace OAuth2Server.Tests.Rfc6749;

[RfcSection("RFC 6749", "4.1.1")]
public abstract class AuthorizationRequests<T> : ProtocolTests<T> where T : ITransport
{
    [Theory]
    [InlineData(null)]
    [InlineData("nobody")]
    [InlineData("APP")]
    public async Task An_unknown_client_is_shown_not_redirected(string? id)
    {
        var server = Start();
        var query = Known.Authorization.Without("client_id");
        if (id is not null) query = query.With("client_id", id);
        (await server.AuthorizeAsync(query)).MustShowPage(id is null ? "invalid_request" : "invalid_client");
    }

    [Fact]
    public async Task A_disabled_client_is_shown_not_redirected()
    {
        var server = Start();
        server.Store.RemoveClient("app");
        (await server.AuthorizeAsync(Known.Authorization)).MustShowPage("invalid_client");
    }

    [Fact]
    public async Task A_client_that_is_not_registered_for_codes_is_told()
    {
        var server = Start(s => s.Store.AddClient(Known.App with { GrantTypes = ["refresh_token"] }));
        (await server.AuthorizeAsync(Known.Authorization)).MustRedirectError("unauthorized_client");
    }

    [Fact]
    public async Task State_is_recommended_not_required()
    {
        var server = Start();
        Assert.Null((await server.AuthorizeAsync(Known.Authorization.Without("state"))).MustGiveCode().InLocation("state"));
    }

    [Theory]
    [InlineData("xyz")]
    [InlineData("a b&c=d?e#f%20+/\"\\~")]
    [InlineData("{\"csrf\":\"1\"}")]
    public async Task State_comes_back_exactly_as_it_was_sent(string state)
    {
        var server = Start();
        Assert.Equal(state, (await server.AuthorizeAsync(Known.Authorization.With("state", state))).MustGiveCode().InLocation("state"));
        var denied = await server.AuthorizeAsync(Known.Authorization.With("state", state), ScriptedConsent.Denied);
        Assert.Equal(state, denied.MustRedirectError("access_denied").InLocation("state"));
    }

    [Theory]
    [InlineData("line\nbreak")]
    [InlineData("ümlaut")]
    [InlineData("\t")]
    public async Task State_outside_the_grammar_is_refused_and_comes_back_exactly(string state)
    {
        var server = Start();
        var answer = (await server.AuthorizeAsync(Known.Authorization.With("state", state))).MustRedirectError("invalid_request");
        Assert.Equal(state, answer.InLocation("state"));
    }

    [Theory]
    [InlineData(2049)]
    [InlineData(4096)]
    public async Task A_long_state_comes_back_exactly_with_a_code_and_with_an_error(int length)
    {
        var server = Start();
        var query = Known.Authorization.With("state", new string('s', length - 1) + "t");
        var state = query[^1].Value;
        Assert.Equal(state, (await server.AuthorizeAsync(query)).MustGiveCode().InLocation("state"));
        var denied = (await server.AuthorizeAsync(query, ScriptedConsent.Denied)).MustRedirectError("access_denied");
        Assert.Equal(state, denied.InLocation("state"));
        var refused = (await server.AuthorizeAsync(query.With("scope", "z"))).MustRedirectError("invalid_scope");
        Assert.Equal(state, refused.InLocation("state"));
    }

    [Theory]
    [InlineData(4097)]
    [InlineData(20_000)]
    public async Task A_state_that_is_too_long_to_come_back_is_shown_on_a_page_and_not_redirected(int length)
    {
        var server = Start();
        var query = Known.Authorization.With("state", new('s', length));
        (await server.AuthorizeAsync(query)).MustShowPage("invalid_request");
        (await server.AuthorizeAsync(query.With("scope", "z"))).MustShowPage("invalid_request");
    }

    [Fact]
    public async Task Nothing_is_saved_for_a_request_that_is_refused()
    {
        var server = Start();
        await server.AuthorizeAsync(Known.Authorization.With("scope", "z"));
        await server.AuthorizeAsync(Known.Authorization, ScriptedConsent.Denied);
        Assert.Equal(0, server.Store.Count);
    }
}
