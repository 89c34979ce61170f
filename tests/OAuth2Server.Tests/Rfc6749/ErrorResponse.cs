namespace OAuth2Server.Tests.Rfc6749;

[RfcSection("RFC 6749", "5.2")]
public abstract class ErrorResponse<T> : ProtocolTests<T> where T : ITransport
{
    [Fact]
    public async Task It_is_json_that_is_never_cached_in_the_characters_that_are_allowed()
    {
        var server = Start();
        var refused = (await server.TokenAsync([("grant_type", "nö")], Known.WebBasic)).MustRefuse("unsupported_grant_type");
        Assert.Equal("no-cache", refused.Header("Pragma"));
        Assert.All(refused["error_description"]!, c => Assert.True(c is >= ' ' and <= '~' and not '"' and not '\\'));
    }

    [Fact]
    public async Task A_failed_client_that_used_the_authorization_header_is_told_401_and_its_scheme()
    {
        var server = Start();
        var refused = (await server.TokenAsync(Known.ClientCredentials, Known.Basic("web", "wrong"))).MustRefuse("invalid_client", 401);
        Assert.Equal($"Basic realm=\"{Known.Issuer}\"", refused.Header("WWW-Authenticate"));
    }

    [Fact]
    public async Task A_failed_client_is_told_401_and_a_scheme_at_every_endpoint_however_it_sent_its_credentials()
    {
        var server = Start();
        Parameters[] failed =
        [
            [("client_id", "web"), ("client_secret", "wrong")], [("client_id", "web")],
            [("client_id", "unknown")], [("client_id", "unknown"), ("client_secret", Known.WebSecret)], [("client_id", "ä")], [],
        ];
        foreach (var form in failed)
        {
            Answer[] answers =
            [
                await server.TokenAsync([.. Known.ClientCredentials, .. form]),
                await server.RevokeAsync([("token", "x"), .. form]),
                await server.IntrospectAsync([("token", "x"), .. form]),
                await server.AuthorizeDeviceAsync([("scope", "a"), .. form]),
            ];
            Assert.All(answers, answer => Assert.Equal(
                $"Basic realm=\"{Known.Issuer}\"", answer.MustRefuse("invalid_client", 401).Header("WWW-Authenticate")));
        }
    }

    [Theory]
    [InlineData("getClient")]
    [InlineData("verifyClientSecret")]
    [InlineData("getUserFromClient")]
    [InlineData("saveToken")]
    public async Task A_model_that_fails_is_a_constant_server_error(string function)
    {
        var server = Start(s => s.Model = new ExchangingModel(s.Store)
        {
            OnCall = name =>
            {
                if (name == function) throw new InvalidOperationException("boom: Server=db;Password=hunter2");
            },
        });
        var refused = (await server.TokenAsync(Known.ClientCredentials, Known.WebBasic)).MustRefuse("server_error", 500);
        Assert.Equal("The server could not complete the request.", refused["error_description"]);
    }

    [Theory]
    [InlineData("getAuthorizationCode")]
    [InlineData("getUserById")]
    [InlineData("exchange")]
    public async Task A_model_that_fails_at_a_code_is_a_constant_server_error(string function)
    {
        var fails = true;
        var server = Start(s => s.Model = new ExchangingModel(s.Store)
        {
            OnCall = name =>
            {
                if (fails && name == function) throw new InvalidOperationException("boom");
            },
        });
        var code = await server.CodeAsync();
        (await server.TokenAsync(Known.Redemption(code))).MustRefuse("server_error", 500);
        fails = false;
        (await server.TokenAsync(Known.Redemption(code))).MustIssue();
    }

    [Theory]
    [InlineData("")]
    [InlineData("text with\nline feed")]
    public async Task A_generator_that_makes_no_token_is_a_server_error_without_fallback(string text)
    {
        var server = Start(s => s.Policies = new() { TokenGenerator = new FixedTexts(text) });
        (await server.TokenAsync(Known.ClientCredentials, Known.WebBasic)).MustRefuse("server_error", 500);
        Assert.Equal(0, server.Store.Count);
    }
}
