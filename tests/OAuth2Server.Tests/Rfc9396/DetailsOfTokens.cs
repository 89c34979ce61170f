using static OAuth2Server.Tests.Rfc9396.DetailsServers;

namespace OAuth2Server.Tests.Rfc9396;

/// <summary>Token requests name what was granted, or a part of it, and never more.</summary>
[RfcSection("RFC 9396", "6")]
[RfcSection("RFC 9396", "6.1")]
[RfcSection("RFC 9396", "7")]
public abstract class DetailsOfTokens<T> : ProtocolTests<T> where T : ITransport
{
    private static Parameters Redeem(string code, string details) => Known.Redemption(code).With("authorization_details", details);

    private static Task<Answer> RefreshAsync(TestServer server, Answer issued, string details) =>
        server.RefreshAsync(issued.RefreshToken, ("authorization_details", details));

    [Theory]
    [InlineData(Payment)]
    [InlineData(Smaller)]
    [InlineData(Account)]
    [InlineData("""[{"amount":10.0,"type":"payment","creditor":"Shop"}]""")]
    public async Task A_code_may_be_redeemed_for_a_part(string part)
    {
        var server = Start(Usual);
        var issued = (await server.TokenAsync(Redeem(await server.CodeAsync(Request(Both)), part))).MustIssue();
        Assert.Equal(part, issued.Details());
        Assert.Equal(Both, (await server.RefreshAsync(issued.RefreshToken)).MustIssue().Details());
    }

    [Fact]
    public async Task An_empty_list_asks_for_none_and_the_next_token_has_all_again()
    {
        var server = Start(Usual);
        var issued = await server.IssueAsync(Request(Both).With("scope", "a"));
        var none = (await RefreshAsync(server, issued, "[]")).MustIssue();
        Assert.Equal("a", none["scope"]);
        Assert.True(none.Details() is null or "[]");
        Assert.Equal(Both, (await server.RefreshAsync(none.RefreshToken)).MustIssue().Details());

        var alone = await server.IssueAsync(Request(Both).Without("scope"));
        (await RefreshAsync(server, alone, "[]")).MustRefuse("invalid_authorization_details");
    }

    [Theory]
    [InlineData(Larger)]
    [InlineData(OtherCreditor)]
    [InlineData("""[{"type":"account","actions":["list","read","delete"]}]""")]
    [InlineData("""[{"type":"payment","creditor":"Shop","amount":4},{"type":"payment","creditor":"Thing","amount":4}]""")]
    [InlineData("""[{"type":"unknown"}]""")]
    [InlineData("{}")]
    public async Task A_code_is_not_redeemed_for_more_and_stays_good(string more)
    {
        var server = Start(Usual);
        var code = await server.CodeAsync(Request(Both));
        (await server.TokenAsync(Redeem(code, more))).MustRefuse("invalid_authorization_details");
        Assert.Equal(Both, (await server.TokenAsync(Known.Redemption(code))).MustIssue().Details());
    }

    [Fact]
    public async Task A_code_without_details_gives_none()
    {
        var server = Start(Usual);
        (await server.TokenAsync(Redeem(await server.CodeAsync(), Payment))).MustRefuse("invalid_authorization_details");
    }

    [Fact]
    public async Task A_refresh_without_the_parameter_gives_all_that_was_granted()
    {
        var server = Start(Usual);
        var issued = await server.IssueAsync(Request(Both));
        for (var i = 0; i < 3; i++)
        {
            issued = (await server.RefreshAsync(issued.RefreshToken)).MustIssue();
            Assert.Equal(Both, issued.Details());
        }
    }

    [Fact]
    public async Task A_refresh_may_narrow_one_token_and_the_next_one_has_all_again()
    {
        var server = Start(Usual);
        var narrow = (await RefreshAsync(server, await server.IssueAsync(Request(Both)), Smaller)).MustIssue();
        Assert.Equal(Smaller, narrow.Details());
        var all = (await server.RefreshAsync(narrow.RefreshToken)).MustIssue();
        Assert.Equal(Both, all.Details());
        Assert.Equal(Payment, (await RefreshAsync(server, all, Payment)).MustIssue().Details());
    }

    [Theory]
    [InlineData(Larger)]
    [InlineData(OtherCreditor)]
    [InlineData(Account)]
    [InlineData(Both)]
    public async Task A_refresh_never_widens(string more)
    {
        var server = Start(Usual);
        var issued = await server.IssueAsync(Request(Payment));
        (await RefreshAsync(server, issued, more)).MustRefuse("invalid_authorization_details");
        // The refusal consumed nothing.
        Assert.Equal(Payment, (await server.RefreshAsync(issued.RefreshToken)).MustIssue().Details());
    }

    [Fact]
    public async Task A_refresh_that_is_repeated_with_other_details_is_no_repetition()
    {
        var server = Start(Usual);
        var issued = await server.IssueAsync(Request(Both));
        var first = (await RefreshAsync(server, issued, Payment)).MustIssue();
        Assert.Equal(first.Text, (await RefreshAsync(server, issued, Payment)).MustIssue().Text);
        (await RefreshAsync(server, issued, Account)).MustRefuse("invalid_grant");
    }

    [Fact]
    public async Task A_type_that_the_client_lost_gives_nothing_more()
    {
        TestModel? store = null;
        var server = Start(s =>
        {
            Usual(s);
            store = s.Store;
        });
        var issued = await server.IssueAsync(Request(Both));
        store!.AddClient(Known.App.WithAuthorizationDetailsTypes(["account"]));
        var left = (await server.RefreshAsync(issued.RefreshToken)).MustIssue();
        Assert.Equal(Account, left.Details());
        (await RefreshAsync(server, left, Payment)).MustRefuse("invalid_authorization_details");
    }

    [Fact]
    public async Task A_token_that_would_have_neither_scope_nor_details_left_is_refused()
    {
        TestModel? store = null;
        var server = Start(s =>
        {
            Usual(s);
            store = s.Store;
        });
        var issued = await server.IssueAsync(Request(Payment).Without("scope"));
        store!.AddClient(Known.App.WithAuthorizationDetailsTypes([]));
        (await server.RefreshAsync(issued.RefreshToken)).MustRefuse("invalid_authorization_details");
    }

    [Fact]
    public async Task A_device_may_narrow_and_never_widens()
    {
        var server = Start(Usual);
        var codes = await server.AuthorizeDeviceAsync(Known.DeviceAuthorization.With("authorization_details", Both));
        Assert.Empty(await server.AnswerDeviceAsync(codes.UserCode));
        var poll = Known.Poll(codes.DeviceCode);
        (await server.TokenAsync(poll.With("authorization_details", Larger))).MustRefuse("invalid_authorization_details");
        server.Clock.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(Smaller, (await server.TokenAsync(poll.With("authorization_details", Smaller))).MustIssue().Details());
    }
}
