namespace OAuth2Server.AspNetCore.Tests.Start;

/// <summary>What the builder puts together.</summary>
public sealed class BuilderTests : SiteTests
{
    private const string Renamed = "urn:example:renamed";

    [Fact]
    public async Task A_grant_of_ones_own_answers_to_the_name_it_is_given()
    {
        Setup.Store.AddClient(Known.Web with { GrantTypes = [TicketGrant.Name, Renamed] }, Known.WebSecret);
        var renamed = Start(server: s => Builder(s).AddGrant<TicketGrant>(Renamed));
        (await TokenAsync(renamed, [("grant_type", Renamed), ("ticket", "for-bob")])).MustIssue();
        (await TokenAsync(renamed, [("grant_type", TicketGrant.Name), ("ticket", "for-bob")])).MustRefuse("unsupported_grant_type");

        var named = Start(server: s => Builder(s).AddGrant<TicketGrant>());
        (await TokenAsync(named, [("grant_type", TicketGrant.Name), ("ticket", "for-bob")])).MustIssue();
        (await TokenAsync(named, [("grant_type", Renamed), ("ticket", "for-bob")])).MustRefuse("unsupported_grant_type");
    }

    [Fact]
    public async Task The_built_in_grants_serve_the_whole_flow()
    {
        var site = Start(server: s => Builder(s).AddAuthorizationCode().AddRefreshToken().AddClientCredentials().AddPassword());
        var issued = await IssueAsync(site);
        (await new Browser(site).PostAsync("/oauth2/token", Known.Refresh(issued.RefreshToken))).MustIssue();
        (await TokenAsync(site, Known.ClientCredentials)).MustIssue();
        (await TokenAsync(site, Known.PasswordOfAlice)).MustIssue();
    }

    [Fact]
    public async Task A_grant_that_was_not_added_is_not_served()
    {
        var site = Start(server: s => Builder(s).AddClientCredentials());
        (await TokenAsync(site, Known.PasswordOfAlice)).MustRefuse("unsupported_grant_type");
        var answer = await new Browser(site).GetAsync(AuthorizeUrl(Known.Authorization));
        answer.MustShowPage("unsupported_response_type");
    }

    [Fact]
    public async Task A_policy_that_is_added_wins_over_the_models_own()
    {
        var model = new ModelWithScopes(Setup.Store);
        var own = Start(server: s => s.AddOAuth2Server(model, o => o.Issuer = Known.Issuer).AddClientCredentials());
        Assert.Equal("by-the-model", (await TokenAsync(own, Known.ClientCredentials)).MustIssue()["scope"]);

        var added = Start(server: s => s.AddOAuth2Server(model, o => o.Issuer = Known.Issuer)
            .AddClientCredentials().AddPolicy<IScopeValidator, ScopesByPolicy>());
        Assert.Equal("by-the-policy", (await TokenAsync(added, Known.ClientCredentials)).MustIssue()["scope"]);
    }

    [Fact]
    public async Task A_client_authentication_method_is_added_beside_the_built_in_ones()
    {
        Setup.Store.AddClient(Known.Web with { AuthenticationMethods = ["badge", "client_secret_basic"] }, Known.WebSecret);
        var site = Start(server: s => Builder(s).AddClientCredentials().AddClientAuthentication<Badge>());
        (await TokenAsync(site, Known.ClientCredentials)).MustIssue();
        (await TokenAsync(site, Known.ClientCredentials, ("X-Badge", "web"))).MustIssue();
        (await TokenAsync(site, Known.ClientCredentials, ("X-Badge", "web"), Known.WebBasic)).MustRefuse("invalid_request");
    }

    [Fact]
    public async Task A_scoped_model_is_one_for_each_request()
    {
        var made = new List<ScopedModel>();
        var site = Start(server: s => s.AddSingleton<InMemoryModel>(Setup.Store).AddSingleton(made)
            .AddOAuth2Server<ScopedModel>(o => o.Issuer = Known.Issuer).AddAuthorizationCode().AddRefreshToken().AddClientCredentials());
        var atStart = made.Count;
        (await TokenAsync(site, Known.ClientCredentials)).MustIssue();
        Assert.Equal(atStart + 1, made.Count);
        var issued = await IssueAsync(site);

        var before = made.Count;
        (await BearerAsync(site, "/resource/a", issued.AccessToken)).MustBe(200);
        (await new Browser(site).PostAsync("/oauth2/token", Known.Refresh(issued.RefreshToken))).MustIssue();
        Assert.Equal(before + 2, made.Count);
    }

    [Fact]
    public async Task A_model_that_is_given_is_the_one_that_is_used()
    {
        var calls = new List<string>();
        Setup.Model = new ExchangingModel(Setup.Store) { OnCall = calls.Add };
        var site = Start();
        await IssueAsync(site);
        Assert.Contains("exchange", calls);
        Assert.Same(Setup.Model, site.Services.GetRequiredService<IOAuthModel>());
        Assert.Same(Setup.Model, site.Services.GetRequiredService<IExchangeModel>());
        Assert.Null(site.Services.GetService<IConsentModel>());
    }

    private static Task<Answer> TokenAsync(Site site, Parameters form, params Parameters headers) =>
        FormAsync(site, "/oauth2/token", form, headers is [] ? [Known.WebBasic] : headers);

    private sealed class ModelWithScopes(InMemoryModel inner) : DelegatingModel(inner), IScopeValidator
    {
        public ValueTask<Outcome<Scope>> ValidateScopeAsync(
            User? user, Client client, Scope? requested, OAuthContext context, CancellationToken ct) => new(Scope.Of("by-the-model"));
    }

    private sealed class ScopesByPolicy : IScopeValidator
    {
        public ValueTask<Outcome<Scope>> ValidateScopeAsync(
            User? user, Client client, Scope? requested, OAuthContext context, CancellationToken ct) => new(Scope.Of("by-the-policy"));
    }

    private sealed class ScopedModel : DelegatingModel
    {
        public ScopedModel(InMemoryModel inner, List<ScopedModel> made) : base(inner) => made.Add(this);
    }

    private sealed class Badge(IOAuthModel model) : IClientAuthenticationMethod
    {
        public string Name => "badge";

        public bool IsPresented(OAuthRequest request) => request.Header("X-Badge").Count > 0;

        public async ValueTask<Outcome<Client>> AuthenticateAsync(OAuthContext context, CancellationToken ct) =>
            await model.GetClientAsync(context.Request.Header("X-Badge")[0]!, context, ct) is { } client
                ? client
                : OAuthError.InvalidRequest("No such badge.");
    }
}
