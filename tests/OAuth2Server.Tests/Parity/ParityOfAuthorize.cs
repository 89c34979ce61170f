using static OAuth2Server.Tests.Support.Verdict;

namespace OAuth2Server.Tests.Parity;

/// <summary>authorize() of node-oauth2-server: which client gets an answer, and what is refused.</summary>
public abstract class ParityOfAuthorize<T> : ProtocolTests<T> where T : ITransport
{
    private TestServer WithApp(Client client) => Start(s => s.Store.AddClient(client));

    [Fact]
    [Parity("3.4.3 client_id", Same)]
    public async Task A_missing_or_malformed_client_id_is_an_invalid_request()
    {
        (await Start().AuthorizeAsync(Known.Authorization.Without("client_id"))).MustShowPage("invalid_request");
        (await Start().AuthorizeAsync(Known.Authorization.With("client_id", "ä"))).MustShowPage("invalid_request");
    }

    [Fact]
    [Parity("3.4.3 redirect_uri", Same)]
    public async Task A_redirect_uri_that_is_no_uri_is_an_invalid_request() =>
        (await Start().AuthorizeAsync(Known.Authorization.With("redirect_uri", "cb"))).MustShowPage("invalid_request");

    [Fact]
    [Parity("3.4.3 getClient", Same)]
    public async Task An_unknown_client_is_an_invalid_client() =>
        (await Start().AuthorizeAsync(Known.Authorization.With("client_id", "nobody"))).MustShowPage("invalid_client");

    [Fact]
    [Parity("3.4.3 grants",
        DiffersBecause = "a client that may not request a code is unauthorized_client, with or without other grants (RFC 6749 §4.1.2.1)")]
    public async Task A_client_without_any_grant_is_unauthorized() =>
        (await WithApp(Known.App with { GrantTypes = [] }).AuthorizeAsync(Known.Authorization)).MustRedirectError("unauthorized_client");

    [Fact]
    [Parity("3.4.3 grants", Same)]
    public async Task A_client_without_the_code_grant_is_unauthorized() =>
        (await WithApp(Known.App with { GrantTypes = ["refresh_token"] }).AuthorizeAsync(Known.Authorization))
            .MustRedirectError("unauthorized_client");

    [Fact]
    [Parity("3.4.3 redirectUris", DiffersBecause = "the redirect URI is wrong, not the authentication of the client (RFC 6749 §3.1.2.4)")]
    public async Task A_client_without_redirect_uri_or_with_another_one_is_an_invalid_request()
    {
        (await WithApp(Known.App with { RedirectUris = [] }).AuthorizeAsync(Known.Authorization)).MustShowPage("invalid_request");
        (await Start().AuthorizeAsync(Known.Authorization.With("redirect_uri", "https://evil.example/cb"))).MustShowPage("invalid_request");
    }

    [Fact]
    [Parity("3.4.3 parameters",
        DiffersBecause = "a request has one place for parameters: the query of a GET, the form of a POST (RFC 6749 §3.1)")]
    public async Task A_query_does_not_fill_up_a_form()
    {
        var request = WireRequest.Post(Endpoint.Authorization, Known.Authorization.Without("scope")) with { Query = "scope=z" };
        (await Start().SendAsync(request)).MustGiveCode();
    }

    [Fact]
    [Parity("3.4.4",
        DiffersBecause = "an access token is not a sign-in; without a sign-in the user has allowed nothing (RFC 6749 §4.1.2.1, D5)")]
    public async Task A_bearer_token_does_not_stand_for_the_resource_owner()
    {
        var server = Start();
        var issued = await server.IssueAsync();
        var request = WireRequest.Get(Endpoint.Authorization, Known.Authorization);
        var withToken = request with { Consent = ScriptedConsent.Denied, Headers = [("Authorization", "Bearer " + issued.AccessToken)] };
        (await server.SendAsync(withToken)).MustRedirectError("access_denied");
    }

    [Fact]
    [Parity("3.4.5", Same)]
    public async Task Without_redirect_uri_the_only_registered_one_is_used() =>
        Assert.StartsWith(
            Known.AppUri,
            (await Start().AuthorizeAsync(Known.Authorization.Without("redirect_uri"))).MustGiveCode().Location,
            StringComparison.Ordinal);

    [Fact]
    [Parity("3.4.5", DiffersBecause = "RFC 6749 §3.1.2.3: a client with several registered URIs must name one (D8)")]
    public async Task Of_several_registered_uris_the_first_is_no_default() =>
        (await WithApp(Known.App with { RedirectUris = [Known.AppUri, Known.WebUri] })
            .AuthorizeAsync(Known.Authorization.Without("redirect_uri"))).MustShowPage("invalid_request");

    [Fact]
    [Parity("3.4.6", DiffersBecause = "state is recommended, and PKCE protects where it is missing (RFC 6749 §4.1.1, D28)")]
    public async Task State_may_be_missing_or_empty()
    {
        (await Start().AuthorizeAsync(Known.Authorization.Without("state"))).MustGiveCode();
        (await Start().AuthorizeAsync(Known.Authorization.With("state", ""))).MustGiveCode();
    }

    [Fact]
    [Parity("3.4.6", DiffersBecause = "RFC 6749 §4.1.2.1: an error redirect carries the state that was received, also a malformed one")]
    public async Task A_malformed_state_is_an_invalid_request_and_comes_back() =>
        Assert.Equal("ä", (await Start().AuthorizeAsync(Known.Authorization.With("state", "ä")))
            .MustRedirectError("invalid_request").InLocation("state"));

    [Fact]
    [Parity("3.4.7", Same)]
    public async Task A_denial_is_access_denied() =>
        (await Start().AuthorizeAsync(Known.Authorization, ScriptedConsent.Denied)).MustRedirectError("access_denied");

    [Theory]
    [InlineData("true")]
    [InlineData("false")]
    [Parity("3.4.7", DiffersBecause = "a parameter that an attacker can put into a link does not approve or deny (RFC 6749 §10.12, D1)")]
    public async Task A_parameter_called_allowed_decides_nothing(string allowed)
    {
        (await Start().AuthorizeAsync(Known.Authorization.With("allowed", allowed))).MustGiveCode();
        (await Start().AuthorizeAsync(Known.Authorization.With("allowed", allowed), ScriptedConsent.Denied))
            .MustRedirectError("access_denied");
    }

    [Fact]
    [Parity("3.4.8", DiffersBecause = "RFC 6749 §3.3: without a policy a client gets only the scope that it is registered for (D3)")]
    public async Task Without_a_scope_policy_an_unregistered_scope_is_refused() =>
        (await Start().AuthorizeAsync(Known.Authorization.With("scope", "z"))).MustRedirectError("invalid_scope");

    [Fact]
    [Parity("3.4.8", Same)]
    public async Task What_a_scope_policy_returns_becomes_the_scope()
    {
        var server = Start(s => s.Policies = new() { ScopeValidator = new Scopes((_, _) => Scope.Of("chosen")) });
        Assert.Equal("chosen", (await server.IssueAsync())["scope"]);
    }

    [Fact]
    [Parity("3.4.8", Same)]
    public async Task A_scope_policy_that_refuses_is_an_invalid_scope()
    {
        var server = Start(s => s.Policies = new() { ScopeValidator = new Scopes((_, _) => OAuthError.InvalidScope("No.")) });
        (await server.AuthorizeAsync(Known.Authorization)).MustRedirectError("invalid_scope");
    }

    [Fact]
    [Parity("3.3 scope", DiffersBecause = "RFC 6749 §3.3: single spaces separate the names; an empty parameter counts as omitted (§3.1)")]
    public async Task A_scope_is_not_trimmed_and_an_empty_one_is_omitted()
    {
        (await Start().AuthorizeAsync(Known.Authorization.With("scope", " a"))).MustRedirectError("invalid_scope");
        (await Start().AuthorizeAsync(Known.Authorization.With("scope", ""))).MustGiveCode();
    }
}
