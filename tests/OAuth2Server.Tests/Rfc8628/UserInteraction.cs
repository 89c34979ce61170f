namespace OAuth2Server.Tests.Rfc8628;

[RfcSection("RFC 8628", "3.3")]
[RfcSection("RFC 8628", "6.1")]
public abstract class UserInteraction<T> : ProtocolTests<T> where T : ITransport
{
    [Fact]
    public async Task The_user_types_the_code_in_any_case_and_with_any_punctuation()
    {
        var server = Start();
        Func<string, string>[] ways =
        [
            c => c,
            c => c.ToLowerInvariant(),
            c => c.Replace("-", "", StringComparison.Ordinal),
            c => $"  {c[..2]} {c[2..]}. ",
            c => string.Join('-', c.ToCharArray()),
            c => c.Replace('-', '–'),
            c => c[..6].ToLowerInvariant() + c[6..],
        ];
        foreach (var retyped in ways)
        {
            var codes = await server.AuthorizeDeviceAsync();
            Assert.Equal("", await server.AnswerDeviceAsync(retyped(codes.UserCode)));
            (await server.PollAsync(codes.DeviceCode)).MustIssue();
        }
    }

    [Fact]
    public async Task Whatever_is_no_code_of_a_pending_request_is_refused_alike()
    {
        var server = Start();
        var (pending, answered) = (await server.AuthorizeDeviceAsync(), await server.AuthorizeDeviceAsync());
        await server.AnswerDeviceAsync(answered.UserCode);
        var code = pending.UserCode;
        string[] wrong =
        [
            "", " ", "-", "WDJB-MJHT", answered.UserCode, code[..^1], code + "B", code + "A", code + "1", "1" + code,
            code.Replace("-", "Y", StringComparison.Ordinal), pending.DeviceCode,
            code + "\0", "ſ" + code[1..], new string('-', 60) + code, new string('B', 100_000), "%", "' OR '1'='1",
        ];
        // A NUL counts as punctuation, but a form cannot carry it.
        foreach (var text in wrong.Where(w => !w.Contains('\0', StringComparison.Ordinal)))
            Assert.Equal("invalid_grant", await server.AnswerDeviceAsync(text));
        Assert.Equal("", await server.AnswerDeviceAsync(code));
    }

    [Fact]
    public async Task The_token_is_for_who_allowed_it_and_for_the_scope_that_was_asked()
    {
        var server = Start();
        var codes = await server.AuthorizeDeviceAsync();
        await server.AnswerDeviceAsync(codes.UserCode, new("bob"));
        var issued = (await server.PollAsync(codes.DeviceCode)).MustIssue();
        Assert.Equal("a b", issued["scope"]);
        var seen = (await server.BearerAsync(issued.AccessToken, "a b")).MustBe(200);
        Assert.Equal(("bob", "tv"), (seen["sub"], seen["client_id"]));
    }

    [Theory]
    [InlineData("a", "a")]
    [InlineData("a c", "a")]
    [InlineData("a b c", "a b")]
    public async Task Less_can_be_allowed_and_more_is_left_out(string allowed, string given)
    {
        var server = Start();
        var codes = await server.AuthorizeDeviceAsync();
        await server.AnswerDeviceAsync(codes.UserCode, new("alice", allowed));
        Assert.Equal(given, (await server.PollAsync(codes.DeviceCode)).MustIssue()["scope"]);
    }

    [Fact]
    public async Task Allowing_none_of_the_scope_denies()
    {
        var server = Start();
        var codes = await server.AuthorizeDeviceAsync();
        Assert.Equal("access_denied", await server.AnswerDeviceAsync(codes.UserCode, new("alice", "")));
        (await server.PollAsync(codes.DeviceCode)).MustRefuse("access_denied");
    }

    [Fact]
    public async Task The_scope_policy_is_asked_again_with_the_user_and_cannot_widen()
    {
        var server = Start(s => s.Policies = new() { ScopeValidator = new AliceMayReadOnly() });
        foreach (var (user, said, scope) in new[] { ("alice", "", "a"), ("bob", "invalid_scope", null), ("carol", "", "a b") })
        {
            var codes = await server.AuthorizeDeviceAsync();
            Assert.Equal(said, await server.AnswerDeviceAsync(codes.UserCode, new(user)));
            var polled = await server.PollAsync(codes.DeviceCode);
            if (scope is null) polled.MustRefuse("access_denied");
            else Assert.Equal(scope, polled.MustIssue()["scope"]);
        }
    }

    [Fact]
    public async Task An_answer_stands()
    {
        var server = Start();
        var (denied, allowed) = (await server.AuthorizeDeviceAsync(), await server.AuthorizeDeviceAsync());
        Assert.Equal("", await server.AnswerDeviceAsync(denied.UserCode, ScriptedConsent.Denied));
        Assert.Equal("", await server.AnswerDeviceAsync(allowed.UserCode));
        Assert.Equal("invalid_grant", await server.AnswerDeviceAsync(denied.UserCode));
        Assert.Equal("invalid_grant", await server.AnswerDeviceAsync(allowed.UserCode, ScriptedConsent.Denied));
        (await server.PollAsync(denied.DeviceCode)).MustRefuse("access_denied");
        (await server.PollAsync(allowed.DeviceCode)).MustIssue();
    }

    [Fact]
    public async Task A_user_code_is_good_until_the_last_tick()
    {
        var server = Start();
        var (early, late) = (await server.AuthorizeDeviceAsync(), await server.AuthorizeDeviceAsync());
        server.Clock.Advance(TimeSpan.FromMinutes(10) - TimeSpan.FromTicks(1));
        Assert.Equal("", await server.AnswerDeviceAsync(early.UserCode));
        server.Clock.Advance(TimeSpan.FromTicks(1));
        Assert.Equal("invalid_grant", await server.AnswerDeviceAsync(late.UserCode));
    }

    [Fact]
    public async Task A_client_that_lost_the_grant_or_is_gone_can_be_allowed_nothing()
    {
        var server = Start();
        var codes = await server.AuthorizeDeviceAsync();
        server.Store.AddClient(Known.Tv with { GrantTypes = ["refresh_token"] });
        Assert.Equal("invalid_grant", await server.AnswerDeviceAsync(codes.UserCode));
        server.Store.RemoveClient("tv");
        Assert.Equal("invalid_grant", await server.AnswerDeviceAsync(codes.UserCode));
        server.Store.AddClient(Known.Tv);
        Assert.Equal("", await server.AnswerDeviceAsync(codes.UserCode));
    }

    [Fact]
    public async Task The_request_of_one_issuer_is_not_answered_at_another()
    {
        var issuer = Known.Issuer;
        var server = Start(s => s.Options.ResolveIssuer = _ => issuer);
        var codes = await server.AuthorizeDeviceAsync();
        issuer = "https://other.example.com";
        Assert.Equal("invalid_grant", await server.AnswerDeviceAsync(codes.UserCode));
        issuer = Known.Issuer;
        Assert.Equal("", await server.AnswerDeviceAsync(codes.UserCode));
    }

    [Fact]
    public async Task A_failing_store_is_server_error_and_the_answer_can_be_given_again()
    {
        string? failing = null;
        var server = Start(s => s.Model = new DelegatingModel(s.Store)
        {
            OnCall = name =>
            {
                if (name == failing) throw new InvalidOperationException("The database is away.");
            },
        });
        var codes = await server.AuthorizeDeviceAsync();
        foreach (var function in new[] { "getDeviceCodeByUserCode", "decideDeviceCode" })
        {
            failing = function;
            Assert.Equal("server_error", await server.AnswerDeviceAsync(codes.UserCode));
        }
        failing = null;
        Assert.Equal("", await server.AnswerDeviceAsync(codes.UserCode));
    }

    /// <summary>Before the sign-in it returns the requested scope; then less for alice, an error for bob, more for carol.</summary>
    private sealed class AliceMayReadOnly : IScopeValidator
    {
        public ValueTask<Outcome<Scope>> ValidateScopeAsync(
            User? user, Client client, Scope? requested, OAuthContext context, CancellationToken ct) => new(user?.Id switch
        {
            "alice" => Scope.Of("a"),
            "bob" => OAuthError.InvalidScope("Not for bob."),
            "carol" => Scope.Of("a", "b", "c"),
            _ => requested ?? Scope.Empty,
        });
    }
}
