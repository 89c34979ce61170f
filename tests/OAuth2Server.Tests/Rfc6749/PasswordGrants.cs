namespace OAuth2Server.Tests.Rfc6749;

[RfcSection("RFC 6749", "4.3")]
[RfcSection("RFC 6749", "4.3.2")]
public abstract class PasswordGrants<T> : ProtocolTests<T> where T : ITransport
{
    [Fact]
    public async Task A_username_and_its_password_are_good_for_tokens()
    {
        var server = Start();
        var issued = (await server.TokenAsync(Known.PasswordOfAlice.With("scope", "a"), Known.WebBasic)).MustIssue();
        Assert.Equal("a", issued["scope"]);
        Assert.NotEmpty(issued.RefreshToken);
        Assert.Equal("alice", (await server.BearerAsync(issued.AccessToken, "a")).MustBe(200)["sub"]);
    }

    [Fact]
    public async Task A_wrong_password_and_an_unknown_name_read_alike()
    {
        var server = Start();
        var wrong = (await server.TokenAsync(Known.PasswordOfAlice.With("password", "wrong"), Known.WebBasic)).MustRefuse("invalid_grant");
        var unknown = (await server.TokenAsync(Known.PasswordOfAlice.With("username", "nobody"), Known.WebBasic))
            .MustRefuse("invalid_grant");
        Assert.Equal(wrong.Text, unknown.Text);
    }

    [Theory]
    [InlineData("username")]
    [InlineData("password")]
    public async Task Both_must_be_there(string name)
    {
        var server = Start();
        (await server.TokenAsync(Known.PasswordOfAlice.Without(name), Known.WebBasic)).MustRefuse("invalid_request");
        (await server.TokenAsync(Known.PasswordOfAlice.With(name, ""), Known.WebBasic)).MustRefuse("invalid_request");
        (await server.TokenAsync(Known.PasswordOfAlice.With(name, "line\nbreak"), Known.WebBasic)).MustRefuse("invalid_request");
        // The grammar of appendix A ends at U+FFFD. U+FFFE and U+FFFF cannot be normalized either.
        (await server.TokenAsync(Known.PasswordOfAlice.With(name, "\uFFFE"), Known.WebBasic)).MustRefuse("invalid_request");
    }

    [Fact]
    public async Task A_name_may_be_in_any_language()
    {
        var server = Start();
        var issued = (await server.TokenAsync(Known.PasswordOfAlice.With("username", "Zoë"), Known.WebBasic)).MustIssue();
        Assert.Equal("Zoë", (await server.BearerAsync(issued.AccessToken)).MustBe(200)["sub"]);
    }

    [Fact]
    public async Task A_scope_that_the_client_may_not_have_is_refused()
    {
        var server = Start();
        (await server.TokenAsync(Known.PasswordOfAlice.With("scope", "z"), Known.WebBasic)).MustRefuse("invalid_scope");
    }

    [Fact]
    public async Task A_client_without_refresh_tokens_gets_none()
    {
        var server = Start(s => s.Store.AddClient(Known.Web with { GrantTypes = ["password"] }, Known.WebSecret));
        Assert.Null((await server.TokenAsync(Known.PasswordOfAlice, Known.WebBasic)).MustIssue()["refresh_token"]);
    }

    [Fact]
    public async Task What_it_gave_can_be_refreshed()
    {
        var server = Start();
        var issued = (await server.TokenAsync(Known.PasswordOfAlice, Known.WebBasic)).MustIssue();
        (await server.TokenAsync(Known.Refresh(issued.RefreshToken).Without("client_id"), Known.WebBasic)).MustIssue();
    }
}
