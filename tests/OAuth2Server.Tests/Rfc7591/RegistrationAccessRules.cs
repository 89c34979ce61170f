namespace OAuth2Server.Tests.Rfc7591;

/// <summary>Who may register: no caller by default, the holder of an initial access token, everyone, or whom the policy accepts.</summary>
[RfcSection("RFC 7591", "3")]
[RfcSection("RFC 7591", "5")]
public abstract class RegistrationAccessRules<T> : ProtocolTests<T> where T : ITransport
{
    private const string Token = "initial-access-token-7Fq2ZkPwX0";

    [Fact]
    public async Task By_default_there_is_no_endpoint()
    {
        var server = Start();
        (await server.RegisterAsync(Registering.Public)).MustBe(404);
        Assert.Null((await server.MetadataAsync())["registration_endpoint"]);
        Assert.Equal(
            Known.Issuer + Known.Registration, (await Start(Registering.Open).MetadataAsync())["registration_endpoint"]);
    }

    [Fact]
    public async Task An_initial_access_token_is_demanded()
    {
        var server = Start(WithToken);
        (await server.RegisterAsync(Registering.Public, Bearer(Token))).MustBe(201);

        var without = await server.RegisterAsync(Registering.Public);
        Assert.Equal(401, without.Status);
        Assert.Equal($"Bearer realm=\"{Known.Issuer}\"", without.Header("WWW-Authenticate"));
        var wrong = (await server.RegisterAsync(Registering.Public, Bearer(Token + "x"))).MustRefuse("invalid_token", 401);
        Assert.Contains("error=\"invalid_token\"", wrong.Header("WWW-Authenticate"), StringComparison.Ordinal);
        Assert.Equal(401, (await server.RegisterAsync(Registering.Public, Known.Basic("app", Token))).Status);
    }

    [Fact]
    public async Task Wrong_initial_access_tokens_are_limited()
    {
        var server = Start(WithToken);
        for (var i = 0; i < 11; i++)
            (await server.RegisterAsync(Registering.Public, Bearer($"guess-{i}"))).MustRefuse("invalid_token", 401);
        (await server.RegisterAsync(Registering.Public, Bearer(Token))).MustRefuse("temporarily_unavailable", 429);
    }

    [Fact]
    public async Task A_policy_decides_alone_where_the_mode_says_so()
    {
        var policy = new Registering.Policy
        {
            Review = request => request.InitialAccessToken?.Reveal() == Token
                ? request.Client with { DisplayName = "Reviewed", Scope = Scope.Of("c") }
                : new OAuthError("access_denied", "Ask the operator.", 403),
        };
        var server = Start(s =>
        {
            s.Options.ClientRegistration.Mode = RegistrationMode.Policy;
            s.Policies = new() { ClientRegistrationPolicy = policy };
        });
        var answer = (await server.RegisterAsync(Registering.Public, Bearer(Token))).MustBe(201);
        Assert.Equal("Reviewed", answer["client_name"]);
        Assert.Equal("c", answer["scope"]);
        (await server.RegisterAsync(Registering.Public)).MustRefuse("access_denied", 403);
    }

    [Fact]
    public async Task A_policy_that_changes_the_id_or_the_type_is_a_fault_of_the_server()
    {
        foreach (var change in (Func<Client, Client>[])[c => c with { Id = "app" }, c => c with { Type = ClientType.Confidential }])
        {
            var server = Start(s =>
            {
                Registering.Open(s);
                s.Policies = new() { ClientRegistrationPolicy = new Registering.Policy { Review = r => change(r.Client) } };
            });
            (await server.RegisterAsync(Registering.Public)).MustRefuse("server_error", 500);
        }
    }

    /// <summary>The consent page says so: the operator has not checked what the client says.</summary>
    [Theory]
    [InlineData(false, ClientSource.Registration)]
    [InlineData(true, ClientSource.Operator)]
    public async Task A_client_is_marked_that_registered_while_every_caller_could(bool needsToken, ClientSource source)
    {
        var server = Start(needsToken ? WithToken : Registering.Open);
        var answer = (await server.RegisterAsync(Registering.Public, needsToken ? [Bearer(Token)] : [])).MustBe(201);
        var client = await server.Store.GetClientAsync(answer["client_id"]!, null!, TestContext.Current.CancellationToken);
        Assert.Equal(source, client!.Source);
    }

    [Fact]
    public async Task A_client_cannot_choose_its_mark()
    {
        var json = Registering.With(Registering.Public, ("client_source", "\"Operator\""));
        var server = Start(Registering.Open);
        var answer = (await server.RegisterAsync(json)).MustBe(201);
        Assert.Null(answer["client_source"]);
        var client = await server.Store.GetClientAsync(answer["client_id"]!, null!, TestContext.Current.CancellationToken);
        Assert.Equal(ClientSource.Registration, client!.Source);
    }

    private static void WithToken(Setup setup)
    {
        Registering.Open(setup);
        setup.Options.ClientRegistration.Mode = RegistrationMode.InitialAccessToken;
        setup.Options.ClientRegistration.InitialAccessTokens =
        [
            Convert.ToHexString(SecretHash.Of("another token").ToByteArray()), Convert.ToHexStringLower(SecretHash.Of(Token).ToByteArray()),
        ];
    }

    private static (string, string) Bearer(string token) => ("Authorization", "Bearer " + token);
}
