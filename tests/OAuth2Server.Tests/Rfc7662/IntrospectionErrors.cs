namespace OAuth2Server.Tests.Rfc7662;

/// <summary>A caller must authenticate: otherwise an attacker could try tokens without limit (§4).</summary>
[RfcSection("RFC 7662", "2.1")]
[RfcSection("RFC 7662", "2.3")]
[RfcSection("RFC 7662", "4")]
public abstract class IntrospectionErrors<T> : ProtocolTests<T> where T : ITransport
{
    private const string Challenge = $"Basic realm=\"{Known.Issuer}\"";

    [Fact]
    public async Task A_caller_without_credentials_is_unauthorized()
    {
        var server = Start();
        var issued = await server.IssueAsync();
        var answer = await server.IntrospectAsync([("token", issued.AccessToken)]);
        Assert.Equal(Challenge, answer.MustRefuse("invalid_client", 401).Header("WWW-Authenticate"));
    }

    [Theory]
    [InlineData("app")]
    [InlineData("api")]
    [InlineData("web")]
    [InlineData("nobody")]
    public async Task A_client_that_only_names_itself_is_unauthorized(string clientId)
    {
        var server = Start();
        var issued = await server.IssueAsync();
        var answer = await server.IntrospectAsync([("token", issued.AccessToken), ("client_id", clientId)]);
        Assert.Equal(Challenge, answer.MustRefuse("invalid_client", 401).Header("WWW-Authenticate"));
    }

    [Fact]
    public async Task A_public_client_is_unauthorized_whatever_it_sends()
    {
        var server = Start(s => s.Store.AddClient(Known.App, "a-secret-of-the-app"));
        var issued = await server.IssueAsync();
        (await server.IntrospectAsync([("token", issued.AccessToken)], Known.Basic("app", "a-secret-of-the-app")))
            .MustRefuse("invalid_client", 401);
        (await server.IntrospectAsync([("token", issued.AccessToken), ("client_id", "app"), ("client_secret", "a-secret-of-the-app")]))
            .MustRefuse("invalid_client", 401);
    }

    [Fact]
    public async Task A_wrong_secret_is_unauthorized_in_whatever_form_it_comes()
    {
        var server = Start();
        var issued = await server.IssueAsync();
        var header = await server.IntrospectAsync([("token", issued.AccessToken)], Known.Basic("api", "wrong-secret"));
        Assert.Equal(Challenge, header.MustRefuse("invalid_client", 401).Header("WWW-Authenticate"));
        Parameters form = [("token", issued.AccessToken), ("client_id", "api"), ("client_secret", "wrong-secret")];
        Assert.Equal(Challenge, (await server.IntrospectAsync(form)).MustRefuse("invalid_client", 401).Header("WWW-Authenticate"));
        Parameters both = [("token", issued.AccessToken), ("client_secret", Known.ApiSecret), ("client_id", "api")];
        (await server.IntrospectAsync(both, Known.ApiBasic)).MustRefuse("invalid_request");
    }

    [Fact]
    public async Task An_access_token_is_no_credential_here()
    {
        var server = Start();
        var issued = await server.IssueAsync();
        (await server.IntrospectAsync([("token", issued.AccessToken)], ("Authorization", "Bearer " + issued.AccessToken)))
            .MustRefuse("invalid_client", 401);
    }

    [Fact]
    public async Task A_stranger_cannot_tell_a_token_from_none()
    {
        var server = Start();
        var issued = await server.IssueAsync();
        var (known, unknown) = (
            await server.IntrospectAsync([("token", issued.AccessToken)]),
            await server.IntrospectAsync([("token", "unknown-token")]));
        Assert.Equal(unknown.MustRefuse("invalid_client", 401).Text, known.MustRefuse("invalid_client", 401).Text);
    }

    [Theory]
    [InlineData("getClient")]
    [InlineData("getAccessToken")]
    [InlineData("getRefreshToken")]
    public async Task A_model_that_fails_is_a_server_error(string function)
    {
        var server = Start(s => s.Model = new DelegatingModel(s.Store)
        {
            OnCall = name =>
            {
                if (name == function) throw new InvalidOperationException("The database is away.");
            },
        });
        Assert.DoesNotContain(
            "database", (await server.IntrospectAsync("unknown-token")).MustRefuse("server_error", 500).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task After_eleven_failures_strangers_of_a_network_are_not_heard_for_a_second_whatever_names_they_try()
    {
        var server = Start();
        for (var i = 0; i < 11; i++)
            (await AskAsync(Known.Basic($"guess-{i}", "wrong-secret"), "192.0.2.1")).MustRefuse("invalid_client", 401);

        var stranger = Known.Basic("another-guess", "wrong-secret");
        var refused = (await AskAsync(stranger, "192.0.2.1")).MustRefuse("temporarily_unavailable", 429);
        Assert.Equal("1", refused.Header("Retry-After"));
        (await AskAsync(stranger, "192.0.2.2")).MustRefuse("invalid_client", 401);
        // Several resource servers may share one address: one with the right secret is not blocked.
        (await AskAsync(Known.ApiBasic, "192.0.2.1")).MustBe(200);
        server.Clock.Advance(TimeSpan.FromSeconds(1));
        (await AskAsync(stranger, "192.0.2.1")).MustRefuse("invalid_client", 401);

        Task<Answer> AskAsync((string Name, string Value) credentials, string from) =>
            server.SendAsync(WireRequest.Post(Endpoint.Introspection, [("token", "unknown")]) with
            {
                Headers = [credentials],
                From = System.Net.IPAddress.Parse(from),
            });
    }

    [Fact]
    public async Task Asking_about_unknown_tokens_is_not_guessing()
    {
        var server = Start();
        for (var i = 0; i < 20; i++) (await server.IntrospectAsync($"unknown-{i}")).MustBe(200);
    }
}
