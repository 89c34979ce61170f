namespace OAuth2Server.Tests.Core;

/// <summary>Which origin the server allows, and how seldom it asks the model.</summary>
public sealed class ClientOriginTests
{
    private readonly Setup _setup = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("https://app.example.org", true)]
    [InlineData("https://web.example.org", false)]
    [InlineData("https://app.example.org.evil.example", false)]
    [InlineData("https://app.example.org:443", false)]
    [InlineData("https://APP.example.org", false)]
    [InlineData("https://app.example.org/", false)]
    [InlineData("http://app.example.org", false)]
    [InlineData("null", false)]
    [InlineData("", false)]
    public async Task Only_the_origin_of_a_public_client_in_the_form_that_browsers_write(string origin, bool allowed) =>
        Assert.Equal(allowed, await AllowsAsync(ServerOf(_setup.Store), origin));

    [Fact]
    public async Task No_header_and_two_headers_allow_nothing()
    {
        var server = ServerOf(_setup.Store);
        Assert.False(await AllowsAsync(server));
        Assert.False(await AllowsAsync(server, "https://app.example.org", "https://app.example.org"));
        await Assert.ThrowsAsync<ArgumentNullException>(async () => await server.AllowsOriginAsync(null!, Ct));
    }

    [Fact]
    public async Task A_model_without_the_capability_allows_nothing() =>
        Assert.False(await AllowsAsync(ServerOf(new DelegatingModel(_setup.Store)), "https://app.example.org"));

    [Fact]
    public async Task An_answer_is_kept_for_a_minute_whatever_it_is()
    {
        var model = new CountingModel(_setup.Store);
        foreach (var origin in new[] { "https://app.example.org", "https://evil.example" })
        {
            model.Asked = 0;
            // A server of its own for each request, as dependency injection makes them.
            for (var i = 0; i < 10; i++) await AllowsAsync(ServerOf(model), origin);
            Assert.Equal(1, model.Asked);
            _setup.Clock.Advance(TimeSpan.FromMinutes(1));
            await AllowsAsync(ServerOf(model), origin);
            Assert.Equal(2, model.Asked);
        }
    }

    [Fact]
    public async Task An_answer_of_one_issuer_is_none_of_another()
    {
        var model = new CountingModel(_setup.Store);
        var issuer = "https://one.example.com";
        _setup.Options.ResolveIssuer = _ => issuer;
        await AllowsAsync(ServerOf(model), "https://app.example.org");
        issuer = "https://two.example.com";
        await AllowsAsync(ServerOf(model), "https://app.example.org");
        Assert.Equal(2, model.Asked);
    }

    [Fact]
    public async Task Origins_without_end_do_not_push_out_those_of_clients()
    {
        var model = new CountingModel(_setup.Store);
        var server = ServerOf(model);
        await AllowsAsync(server, "https://app.example.org");
        for (var i = 0; i < 3 * ClientOrigins.Capacity; i++) await AllowsAsync(server, $"https://e{i}.example");
        model.Asked = 0;
        Assert.True(await AllowsAsync(server, "https://app.example.org"));
        Assert.Equal(0, model.Asked);
    }

    [Fact]
    public async Task The_model_is_asked_one_question_at_a_time()
    {
        var model = new CountingModel(_setup.Store) { Gate = new() };
        var server = ServerOf(model);
        var asking = Enumerable.Range(0, 20).Select(i => AllowsAsync(server, $"https://e{i}.example")).ToArray();
        Assert.Equal(1, model.Asked);
        model.Gate.SetResult();
        Assert.DoesNotContain(true, await Task.WhenAll(asking));
        Assert.Equal(20, model.Asked);
        Assert.Equal(1, model.MostAtOnce);
    }

    [Fact]
    public async Task A_model_that_fails_allows_nothing_and_is_asked_again()
    {
        using var log = new CapturedLog();
        _setup.Logging = log;
        var model = new CountingModel(_setup.Store) { Failure = new InvalidOperationException("The database is away.") };
        Assert.False(await AllowsAsync(ServerOf(model), "https://app.example.org"));
        Assert.Contains(log.Events, e => e.Event == "Failed");
        model.Failure = null;
        Assert.True(await AllowsAsync(ServerOf(model), "https://app.example.org"));
    }

    private AuthorizationServer ServerOf(IOAuthModel model) => new(model, _setup.Environment, _setup.Grants());

    private static async Task<bool> AllowsAsync(AuthorizationServer server, params string[] origins) =>
        await server.AllowsOriginAsync(server.Begin(new HeaderRequest(origins)), Ct);

    private sealed class CountingModel(InMemoryModel inner) : DelegatingModel(inner), IClientOriginModel
    {
        private int _now;

        public int Asked { get; set; }

        public int MostAtOnce { get; private set; }

        public TaskCompletionSource? Gate { get; init; }

        public Exception? Failure { get; set; }

        public async ValueTask<bool> IsClientOriginAsync(string origin, OAuthContext context, CancellationToken ct)
        {
            Asked++;
            MostAtOnce = Math.Max(MostAtOnce, ++_now);
            if (Failure is not null) throw Failure;
            if (Gate is not null) await Gate.Task;
            _now--;
            return await Inner.IsClientOriginAsync(origin, context, ct);
        }
    }

    private sealed class HeaderRequest(params string[] origins) : OAuthRequest
    {
        public override string Method => "OPTIONS";

        public override Uri Uri { get; } = new(Known.Issuer + "/oauth2/token");

        public override RequestParameters Parameters => RequestParameters.Empty;

        public override IReadOnlyList<string?> Header(string name) => name == "Origin" ? origins : [];
    }
}
