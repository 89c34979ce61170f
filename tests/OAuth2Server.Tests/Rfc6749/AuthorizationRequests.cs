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
    public async Task State_outside_the_grammar_is_refused_and_not_echoed(string state)
    {
        var server = Start();
        var answer = (await server.AuthorizeAsync(Known.Authorization.With("state", state))).MustRedirectError("invalid_request");
        Assert.Null(answer.InLocation("state"));
    }

    [Fact]
    public async Task State_has_a_length_that_ends_somewhere()
    {
        var server = Start();
        (await server.AuthorizeAsync(Known.Authorization.With("state", new('s', 2048)))).MustGiveCode();
        (await server.AuthorizeAsync(Known.Authorization.With("state", new('s', 2049)))).MustRedirectError("invalid_request");
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
