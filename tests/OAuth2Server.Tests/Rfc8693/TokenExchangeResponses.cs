using static OAuth2Server.Tests.Rfc8693.ExchangeServers;

namespace OAuth2Server.Tests.Rfc8693;

[RfcSection("RFC 8693", "2.2")]
[RfcSection("RFC 8693", "2.2.1")]
[RfcSection("RFC 8693", "3")]
public abstract class TokenExchangeResponses<T> : ProtocolTests<T> where T : ITransport
{
    [Fact]
    public async Task The_answer_says_what_was_issued_and_has_no_refresh_token()
    {
        var server = Start(Usual);
        var issued = (await server.ExchangeAsync(Exchange(await server.SubjectTokenAsync()))).MustIssue();
        Assert.Equal("access_token expires_in issued_token_type scope token_type", issued.Members());
        Assert.Equal((AccessTokenType, "Bearer", "a"), (issued["issued_token_type"], issued["token_type"], issued["scope"]));
        Assert.Equal("no-store", issued.Header("Cache-Control"));
    }

    [Fact]
    public async Task A_jwt_is_issued_where_the_resource_has_jwts_and_says_so_if_it_was_asked_for()
    {
        var server = Start(WithJwts);
        var form = Exchange(await server.SubjectTokenAsync());
        var usual = (await server.ExchangeAsync(form)).MustIssue();
        Assert.Equal(AccessTokenType, usual["issued_token_type"]);
        var asked = (await server.ExchangeAsync(form.With("requested_token_type", JwtType))).MustIssue();
        Assert.Equal((JwtType, "Bearer"), (asked["issued_token_type"], asked["token_type"]));
        foreach (var token in (Answer[])[usual, asked])
        {
            var claims = (await server.ReadAsync(token.AccessToken)).Claims;
            Assert.Equal(("alice", "photos"), (claims.GetProperty("sub").GetString(), claims.GetProperty("client_id").GetString()));
            Assert.Equal((Known.Mail, "a"), (claims.GetProperty("aud").GetString(), claims.GetProperty("scope").GetString()));
            (await server.BearerAsync(token.AccessToken, "a")).MustBe(200);
        }
    }

    [Fact]
    public async Task A_jwt_that_was_asked_for_is_refused_where_the_resource_has_none()
    {
        var server = Start(Usual);
        var form = Exchange(await server.SubjectTokenAsync());
        (await server.ExchangeAsync(form.With("requested_token_type", AccessTokenType))).MustIssue();
        (await server.ExchangeAsync(form.With("requested_token_type", JwtType))).MustRefuse("invalid_request");
    }

    [Theory]
    [InlineData(RefreshTokenType)]
    [InlineData(IdTokenType)]
    [InlineData("urn:ietf:params:oauth:token-type:saml2")]
    [InlineData("access_token")]
    public async Task Another_type_is_not_issued(string type)
    {
        var server = Start(Usual);
        var form = Exchange(await server.SubjectTokenAsync()).With("requested_token_type", type);
        (await server.ExchangeAsync(form)).MustRefuse("invalid_request");
    }

    [Fact]
    public async Task The_new_token_tells_how_the_user_signed_in()
    {
        var server = Start(Usual);
        var byAlice = new ScriptedConsent("alice")
        {
            Authentication = new() { Time = server.Clock.GetUtcNow(), ContextClass = "phr", Methods = ["otp"] },
        };
        var code = await server.CodeAsync(Known.Authorization.With("resource", Known.Photos), byAlice);
        var subject = (await server.TokenAsync(Known.Redemption(code))).MustIssue();
        server.Clock.Advance(TimeSpan.FromMinutes(3));
        var issued = (await server.ExchangeAsync(Exchange(subject.AccessToken))).MustIssue();
        var seen = (await server.IntrospectAsync([("token", issued.AccessToken)], MailBasic)).MustBeActive();
        Assert.Equal("phr", seen["acr"]);
        Assert.Equal(byAlice.Authentication.Time.Value.ToUnixTimeSeconds(), seen.Json.GetProperty("auth_time").GetInt64());
    }

    [Fact]
    public async Task Who_exchanges_what_for_whom_is_an_event_before_that_of_the_token_and_a_line_in_the_log()
    {
        var told = new RecordedEvents();
        using var log = new CapturedLog();
        var server = Start(s =>
        {
            Usual(s);
            s.Events.Add(told);
            s.Logging = log;
        });
        var (subject, actor) = (await server.SubjectTokenAsync(), await server.ActorTokenAsync());
        var before = told.All.OfType<OAuthEvent.TokenIssued>().First(e => e.Subject == "alice");
        told.Take();
        var issued = (await server.ExchangeAsync(Exchange(subject).ByActor(actor))).MustIssue();
        OAuthEvent[] events = [.. told.All];
        var exchange = Assert.IsType<OAuthEvent.ExchangeAllowed>(events[0]);
        Assert.Equal(
            (before.TokenId, "app", "alice", "client:photos", "photos"),
            (exchange.SubjectTokenId, exchange.SubjectClientId, exchange.Subject, exchange.Actor, exchange.ClientId));
        Assert.Equal([Known.Mail], exchange.Resources);
        Assert.Equal(TokenExchangeGrant.Name, Assert.IsType<OAuthEvent.TokenIssued>(events[1]).GrantType);
        Assert.Contains(log.Everything, line => line.Contains(
            $"Client photos exchanges access token {before.TokenId} of client app for subject alice, actor client:photos, to use at " +
            $"{Known.Mail}", StringComparison.Ordinal));
        Assert.DoesNotContain(log.Everything, line =>
            new[] { subject, actor, issued.AccessToken }.Any(secret => line.Contains(secret, StringComparison.Ordinal)));
    }
}
