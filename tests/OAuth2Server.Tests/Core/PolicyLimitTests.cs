namespace OAuth2Server.Tests.Core;

/// <summary>What no scope policy can do, with any answer.</summary>
public sealed class PolicyLimitTests : ProtocolTests<InProcess>
{
    [Fact]
    public async Task A_policy_cannot_give_more_than_the_resource_owner_allowed()
    {
        var server = Start(s => s.Policies = new() { ScopeValidator = new Scopes((_, _) => Scope.Of("a", "b")) });
        var code = await server.CodeAsync(Known.Authorization.With("scope", "a b"), new ScriptedConsent("alice", "a"));
        Assert.Equal("a", (await server.TokenAsync(Known.Redemption(code))).MustIssue()["scope"]);
    }

    [Fact]
    public async Task A_policy_that_leaves_nothing_of_a_consent_refuses_it()
    {
        var server = Start(s => s.Policies = new() { ScopeValidator = new Scopes((user, asked) => user is null ? asked! : Scope.Empty) });
        (await server.AuthorizeAsync(Known.Authorization.With("scope", "a"))).MustRedirectError("invalid_scope");
    }

    [Fact]
    public async Task A_policy_that_leaves_nothing_of_a_request_refuses_it()
    {
        var server = Start(s => s.Policies = new() { ScopeValidator = new Scopes((_, _) => Scope.Empty) });
        (await server.TokenAsync(Known.ClientCredentials.With("scope", "a"), Known.WebBasic)).MustRefuse("invalid_scope");
    }

    [Fact]
    public async Task A_client_without_any_of_the_default_scope_has_to_name_one()
    {
        var server = Start(s => s.Options.DefaultScopes = ["elsewhere"]);
        (await server.TokenAsync(Known.ClientCredentials, Known.WebBasic)).MustRefuse("invalid_scope");
    }
}
