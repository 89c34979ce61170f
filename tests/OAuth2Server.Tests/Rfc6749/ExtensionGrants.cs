namespace OAuth2Server.Tests.Rfc6749;

[RfcSection("RFC 6749", "4.5")]
public abstract class ExtensionGrants<T> : ProtocolTests<T> where T : ITransport
{
    private static Parameters Ticket(string ticket) => [("grant_type", TicketGrant.Name), ("ticket", ticket)];

    [Fact]
    public async Task It_is_named_by_a_uri_and_issues_like_any_other()
    {
        var server = Start();
        var issued = (await server.TokenAsync(Ticket("for-bob").With("scope", "b"), Known.WebBasic)).MustIssue();
        Assert.Equal("access_token expires_in refresh_token scope ticket_class token_type", issued.Members());
        Assert.Equal("b", issued["scope"]);
        Assert.Equal(2, issued.Json.GetProperty("ticket_class").GetInt32());
        Assert.Equal("bob", (await server.BearerAsync(issued.AccessToken, "b")).MustBe(200)["sub"]);
    }

    [Fact]
    public async Task What_it_gave_can_be_refreshed()
    {
        var server = Start();
        var issued = (await server.TokenAsync(Ticket("for-bob"), Known.WebBasic)).MustIssue();
        (await server.TokenAsync(Known.Refresh(issued.RefreshToken).Without("client_id"), Known.WebBasic)).MustIssue();
    }

    [Fact]
    public async Task It_refuses_with_its_own_error_and_status()
    {
        var server = Start();
        (await server.TokenAsync(Ticket("torn"), Known.WebBasic)).MustRefuse("ticket_torn", 403);
        (await server.TokenAsync([("grant_type", TicketGrant.Name)], Known.WebBasic)).MustRefuse("invalid_request");
    }

    [Fact]
    public async Task The_scope_policy_has_the_last_word_over_it()
    {
        var server = Start();
        (await server.TokenAsync(Ticket("for-bob").With("scope", "z"), Known.WebBasic)).MustRefuse("invalid_scope");
    }

    [Fact]
    public async Task A_client_that_is_not_registered_for_it_is_refused()
    {
        var server = Start();
        (await server.TokenAsync(Ticket("for-bob").With("client_id", "app"))).MustRefuse("unauthorized_client");
    }
}
