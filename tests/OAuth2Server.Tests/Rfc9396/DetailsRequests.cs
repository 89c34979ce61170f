using static OAuth2Server.Tests.Rfc9396.DetailsServers;

namespace OAuth2Server.Tests.Rfc9396;

/// <summary>The parameter at every endpoint that takes it.</summary>
[RfcSection("RFC 9396", "2")]
[RfcSection("RFC 9396", "3")]
public abstract class DetailsRequests<T> : ProtocolTests<T> where T : ITransport
{
    [Fact]
    public async Task A_code_gives_what_was_asked_for_and_allowed()
    {
        var issued = await Start(Usual).IssueAsync(Request(Both));
        Assert.Equal((Both, "a b"), (issued.Details(), issued["scope"]));
    }

    [Fact]
    public async Task A_form_may_carry_them_to_the_authorization_endpoint()
    {
        var server = Start(Usual);
        var answer = await server.SendAsync(WireRequest.Post(Endpoint.Authorization, Request(Payment)));
        Assert.Equal(Payment, (await server.TokenAsync(Known.Redemption(answer.MustGiveCode().Code))).MustIssue().Details());
    }

    [Fact]
    public async Task A_pushed_request_may_carry_them()
    {
        var server = Start(Usual);
        Assert.Equal(Payment, (await server.IssueAsync(await server.PushedAsync(Request(Payment)))).Details());
    }

    [Fact]
    public async Task A_pushed_request_may_have_more_than_a_url_carries()
    {
        var server = Start(Usual);
        var texts = string.Join(',', Enumerable.Range(0, 900).Select(i => $"\"action-{i}\""));
        var large = $$"""[{"type":"account","actions":[{{texts}}]}]""";
        Assert.True(large.Length > 10_000);
        Assert.Equal(large, (await server.IssueAsync(await server.PushedAsync(Request(large)))).Details());
    }

    [Fact]
    public async Task A_request_object_may_carry_them_and_nothing_beside_it_counts()
    {
        var server = Start(s =>
        {
            Usual(s);
            s.RequestObjects = new ScriptedRequestObjects();
        });
        Parameters request =
        [
            ("client_id", "app"), ("request", ScriptedRequestObjects.Of(Request(Payment))), ("authorization_details", Larger),
        ];
        Assert.Equal(Payment, (await server.IssueAsync(request)).Details());
    }

    [Fact]
    public async Task A_device_may_ask_for_them()
    {
        var server = Start(Usual);
        var codes = (await server.AuthorizeDeviceAsync(Known.DeviceAuthorization.With("authorization_details", Payment))).MustBe(200);
        Assert.Empty(await server.AnswerDeviceAsync(codes.UserCode));
        Assert.Equal(Payment, (await server.PollAsync(codes.DeviceCode)).MustIssue().Details());
    }

    [Theory]
    [InlineData("client_credentials")]
    [InlineData("password")]
    public async Task A_client_without_a_page_may_ask_for_types_that_it_is_registered_for(string grant)
    {
        var server = Start(Usual);
        var form = grant == "password" ? Known.PasswordOfAlice : Known.ClientCredentials;
        var issued = (await server.TokenAsync(form.With("authorization_details", Payment), Known.WebBasic)).MustIssue();
        Assert.Equal(Payment, issued.Details());
    }

    [Theory]
    [InlineData("client_credentials")]
    [InlineData("password")]
    public async Task A_client_that_is_registered_for_no_types_gets_none_where_no_user_is_asked(string grant)
    {
        var server = Start(s => s.Options.AuthorizationDetailsTypes = [new PaymentType()]);
        var form = grant == "password" ? Known.PasswordOfAlice : Known.ClientCredentials;
        (await server.TokenAsync(form.With("authorization_details", Payment), Known.WebBasic)).MustRefuse("invalid_authorization_details");
    }

    [Fact]
    [RfcSection("RFC 9396", "3.1")]
    public async Task A_request_with_details_and_without_scope_gets_no_scope()
    {
        var server = Start(Usual);
        var issued = await server.IssueAsync(Request(Payment).Without("scope"));
        Assert.Equal((Payment, null), (issued.Details(), issued["scope"]));
        var own = (await server.TokenAsync(Known.ClientCredentials.With("authorization_details", Payment), Known.WebBasic)).MustIssue();
        Assert.Equal((Payment, null), (own.Details(), own["scope"]));
    }

    [Fact]
    public async Task A_request_without_details_is_answered_as_before()
    {
        var issued = await Start(Usual).IssueAsync();
        Assert.Equal(("a b", null), (issued["scope"], issued.Details()));
    }

    [Fact]
    public async Task An_empty_list_asks_for_nothing()
    {
        var issued = await Start(Usual).IssueAsync(Request("[]"));
        Assert.Equal(("a b", null), (issued["scope"], issued.Details()));
    }

    [Fact]
    public async Task A_denial_gives_nothing() =>
        (await Start(Usual).AuthorizeAsync(Request(Payment), ScriptedConsent.Denied)).MustRedirectError("access_denied");
}
