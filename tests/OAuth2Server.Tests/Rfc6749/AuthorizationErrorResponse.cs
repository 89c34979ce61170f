namespace OAuth2Server.Tests.Rfc6749;

[RfcSection("RFC 6749", "4.1.2.1")]
public abstract class AuthorizationErrorResponse<T> : ProtocolTests<T> where T : ITransport
{
    [Fact]
    public async Task A_denial_is_redirected_with_state_and_issuer_and_without_code()
    {
        var server = Start();
        var answer = (await server.AuthorizeAsync(Known.Authorization, ScriptedConsent.Denied)).MustRedirectError("access_denied");
        Assert.Equal(["error", "error_description", "state", "iss"], answer.LocationQuery().Select(p => p.Name));
        Assert.Equal(Known.State, answer.InLocation("state"));
    }

    [Fact]
    public async Task Allowing_none_of_the_scope_is_a_denial()
    {
        var server = Start();
        (await server.AuthorizeAsync(Known.Authorization, new("alice", "z"))).MustRedirectError("access_denied");
    }

    [Fact]
    public async Task A_model_that_fails_before_the_redirect_uri_is_proven_is_shown()
    {
        var server = Start(Failing("getClient"));
        var page = (await server.AuthorizeAsync(Known.Authorization)).MustShowPage("server_error", 500);
        Assert.DoesNotContain("boom", page.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_model_that_fails_afterwards_is_redirected()
    {
        var server = Start(Failing("saveAuthorizationCode"));
        var answer = (await server.AuthorizeAsync(Known.Authorization)).MustRedirectError("server_error");
        Assert.Equal(Known.State, answer.InLocation("state"));
        Assert.Equal(Known.Issuer, answer.InLocation("iss"));
        Assert.DoesNotContain("boom", answer.Location!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_scope_policy_that_fails_is_redirected()
    {
        var server = Start(s => s.Policies = new() { ScopeValidator = new FailingScopes() });
        var answer = (await server.AuthorizeAsync(Known.Authorization)).MustRedirectError("server_error");
        Assert.DoesNotContain("boom", answer.Location!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_generator_that_makes_nothing_is_a_server_error_without_fallback()
    {
        var server = Start(s => s.Policies = new() { TokenGenerator = new FixedTexts("") });
        (await server.AuthorizeAsync(Known.Authorization)).MustRedirectError("server_error");
        Assert.Equal(0, server.Store.Count);
    }

    private static Action<Setup> Failing(string function) => setup => setup.Model = new ExchangingModel(setup.Store)
    {
        OnCall = name =>
        {
            if (name == function) throw new InvalidOperationException("boom");
        },
    };
}
