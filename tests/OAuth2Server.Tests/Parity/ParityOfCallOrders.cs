using static OAuth2Server.Tests.Support.Verdict;

namespace OAuth2Server.Tests.Parity;

/// <summary>
/// Which functions of the model are called, and in which order. Where node-oauth2-server has another order, the test gives the reason.
/// </summary>
public sealed class ParityOfCallOrders : ProtocolTests<InProcess>
{
    private readonly RecordedCalls _calls = new();

    [Fact]
    [Parity("3.4 order",
        DiffersBecause = "the application shows login and consent between two calls: the scope is validated before, for the page, " +
            "and after, when the user is known (RFC 6749 §4.1.1)")]
    public async Task Authorize()
    {
        await Start(RecordedCalls.Into(_calls)).AuthorizeAsync(Known.Authorization);
        Assert.Equal(
            "getClient > validateRedirectUri > validateScope > validateScope > generateAuthorizationCode > saveAuthorizationCode",
            _calls.Take());
    }

    [Fact]
    [Parity("3.7 validateRedirectUri", Same)]
    public async Task The_redirect_uri_is_validated_only_when_it_was_sent()
    {
        await Start(RecordedCalls.Into(_calls)).AuthorizeAsync(Known.Authorization.Without("redirect_uri"));
        Assert.DoesNotContain("validateRedirectUri", _calls.Take(), StringComparison.Ordinal);
    }

    [Fact]
    [Parity("3.4.10", DiffersBecause = "all syntax is checked before anything is generated or saved (RFC 6749 §4.1.2.1)")]
    public async Task A_wrong_response_type_is_noticed_before_a_code_is_generated()
    {
        await Start(RecordedCalls.Into(_calls)).AuthorizeAsync(Known.Authorization.With("response_type", "token"));
        Assert.Equal("getClient > validateRedirectUri", _calls.Take());
    }

    [Fact]
    [Parity("3.6 password order", Same)]
    [Parity("3.7 getClient",
        DiffersBecause = "one function finds the client, another verifies its secret: a public client has no secret (RFC 6749 §2.3.1)")]
    public async Task Password()
    {
        (await Start(RecordedCalls.Into(_calls)).TokenAsync(Known.PasswordOfAlice, Known.WebBasic)).MustIssue();
        Assert.Equal(
            "getClient > verifyClientSecret > getUser > validateScope > generateAccessToken > generateRefreshToken > saveToken",
            _calls.Take());
    }

    [Fact]
    [Parity("3.6 password scope", Same)]
    public async Task A_malformed_scope_is_noticed_before_the_user_is_looked_up()
    {
        (await Start(RecordedCalls.Into(_calls)).TokenAsync(Known.PasswordOfAlice.With("scope", "\""), Known.WebBasic))
            .MustRefuse("invalid_scope");
        Assert.Equal("getClient > verifyClientSecret", _calls.Take());
    }

    [Fact]
    [Parity("3.6 client_credentials order", Same)]
    public async Task Client_credentials()
    {
        (await Start(RecordedCalls.Into(_calls)).TokenAsync(Known.ClientCredentials, Known.WebBasic)).MustIssue();
        Assert.Equal("getClient > verifyClientSecret > getUserFromClient > validateScope > generateAccessToken > saveToken", _calls.Take());
    }

    [Fact]
    [Parity("3.6 authorization_code order",
        DiffersBecause = "the code is consumed in the step that saves the token, so that a crash loses neither (RFC 6749 §4.1.2); " +
            "the user is read again, because the user may have been removed (RFC 9700 §4.14.2)")]
    public async Task Authorization_code()
    {
        var server = Start(RecordedCalls.Into(_calls));
        var code = await server.CodeAsync();
        _calls.Take();
        (await server.TokenAsync(Known.Redemption(code))).MustIssue();
        Assert.Equal(
            "getClient > getAuthorizationCode > getUserById > validateScope > generateAccessToken > generateRefreshToken > " +
            "revokeAuthorizationCode > saveToken",
            _calls.Take());
    }

    [Fact]
    [Parity("3.6 authorization_code order", DiffersBecause = "a model may consume and save in one transaction (D30)")]
    public async Task Authorization_code_with_an_exchanging_model()
    {
        var server = Start(RecordedCalls.Into(_calls, exchanges: true));
        var code = await server.CodeAsync();
        _calls.Take();
        (await server.TokenAsync(Known.Redemption(code))).MustIssue();
        Assert.Equal(
            "getClient > getAuthorizationCode > getUserById > validateScope > generateAccessToken > generateRefreshToken > exchange",
            _calls.Take());
    }

    [Fact]
    [Parity("3.6 authorization_code PKCE", Same)]
    public async Task A_wrong_verifier_consumes_the_code()
    {
        var server = Start(RecordedCalls.Into(_calls));
        var code = await server.CodeAsync();
        _calls.Take();
        (await server.TokenAsync(Known.Redemption(code).With("code_verifier", new('x', 43)))).MustRefuse("invalid_grant");
        Assert.Equal("getClient > getAuthorizationCode > revokeAuthorizationCode", _calls.Take());
    }

    [Fact]
    [Parity("3.6 authorization_code checks", Same)]
    public async Task A_code_of_another_client_or_an_expired_one_is_not_consumed()
    {
        var server = Start(RecordedCalls.Into(_calls));
        var code = await server.CodeAsync();
        _calls.Take();
        (await server.TokenAsync(Known.Redemption(code).Without("client_id"), Known.WebBasic)).MustRefuse("invalid_grant");
        Assert.Equal("getClient > verifyClientSecret > getAuthorizationCode", _calls.Take());
        server.Clock.Advance(TimeSpan.FromMinutes(2));
        (await server.TokenAsync(Known.Redemption(code))).MustRefuse("invalid_grant");
        Assert.Equal("getClient > getAuthorizationCode", _calls.Take());
    }

    [Fact]
    [Parity("3.6 refresh_token order",
        DiffersBecause = "the token is consumed in the step that saves its successor; user and scope are checked again, because " +
            "both may have been removed (RFC 9700 §4.14.2)")]
    public async Task Refresh_token()
    {
        var server = Start(RecordedCalls.Into(_calls));
        var issued = await server.IssueAsync();
        _calls.Take();
        (await server.RefreshAsync(issued.RefreshToken)).MustIssue();
        Assert.Equal(
            "getClient > getRefreshToken > getUserById > validateScope > generateAccessToken > generateRefreshToken > " +
            "revokeToken > saveToken",
            _calls.Take());
    }

    [Fact]
    [Parity("3.6 refresh_token scope", Same)]
    public async Task A_wider_scope_is_noticed_before_the_refresh_token_is_used_up()
    {
        var server = Start(RecordedCalls.Into(_calls));
        var issued = await server.IssueAsync();
        _calls.Take();
        (await server.RefreshAsync(issued.RefreshToken, ("scope", "c"))).MustRefuse("invalid_scope");
        Assert.Equal("getClient > getRefreshToken", _calls.Take());
    }

    [Fact]
    [Parity("3.6 alwaysIssueNewRefreshToken order", Same)]
    public async Task Without_rotation_nothing_is_revoked()
    {
        var record = RecordedCalls.Into(_calls);
        var server = Start(s =>
        {
            record(s);
            s.Options.AlwaysIssueNewRefreshToken = false;
        });
        var issued = await server.IssueToWebAsync();
        _calls.Take();
        (await server.TokenAsync(Known.Refresh(issued.RefreshToken).Without("client_id"), Known.WebBasic)).MustIssue();
        Assert.Equal(
            "getClient > verifyClientSecret > getRefreshToken > getUserById > validateScope > generateAccessToken > saveToken",
            _calls.Take());
    }

    [Fact]
    [Parity("3.6 replay", DiffersBecause = "a second use differs from an unknown code: it revokes what was issued (RFC 6749 §4.1.2)")]
    public async Task A_replay()
    {
        var server = Start(RecordedCalls.Into(_calls));
        var code = await server.CodeAsync();
        (await server.TokenAsync(Known.Redemption(code))).MustIssue();
        _calls.Take();
        (await server.TokenAsync(Known.Redemption(code))).MustRefuse("invalid_grant");
        Assert.Equal("getClient > getAuthorizationCode > revokeAuthorization", _calls.Take());
    }

    [Fact]
    [Parity("3.8 order", DiffersBecause = "a disabled client or a closed account ends its tokens at the next request")]
    public async Task Authenticate()
    {
        var server = Start(RecordedCalls.Into(_calls));
        var issued = await server.IssueAsync();
        _calls.Take();
        (await server.BearerAsync(issued.AccessToken, "a")).MustBe(200);
        Assert.Equal("getAccessToken > getClient > getUserById > verifyScope", _calls.Take());
        (await server.BearerAsync(issued.AccessToken)).MustBe(200);
        Assert.Equal("getAccessToken > getClient > getUserById", _calls.Take());
    }
}
