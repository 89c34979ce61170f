namespace OAuth2Server.Tests.Core;

/// <summary>The values that a token generator receives.</summary>
public sealed class GeneratorTests : ProtocolTests<InProcess>
{
    [Fact]
    public async Task A_generator_is_told_user_scope_audience_and_lifetime_as_they_will_be_saved()
    {
        var generator = new AttentiveGenerator();
        var server = Start(s => s.Policies = new() { TokenGenerator = generator });
        var issued = await server.IssueAsync();
        (await server.RefreshAsync(issued.RefreshToken, ("scope", "a"), ("resource", Known.Photos))).MustIssue();

        var draft = generator.Draft!;
        Assert.Equal(("app", "alice", "a"), (draft.Client.Id, draft.User?.Id, draft.Scope.ToString()));
        Assert.Equal([Known.Photos], draft.Audience);
        Assert.Equal(TimeSpan.FromHours(1), draft.ExpiresAt - draft.IssuedAt);
        Assert.Equal(server.Clock.GetUtcNow(), draft.IssuedAt);
        Assert.Equal("alice", draft.Authorization.Subject);
    }

    [Fact]
    public async Task A_refresh_tokens_scope_is_the_authorizations_even_where_the_access_token_is_narrowed()
    {
        var generator = new AttentiveGenerator();
        var server = Start(s => s.Policies = new() { TokenGenerator = generator });
        (await server.RefreshAsync((await server.IssueAsync()).RefreshToken, ("scope", "a"))).MustIssue();
        Assert.Equal("a b", generator.RefreshScope?.ToString());
    }

    [Fact]
    public async Task A_client_that_acts_for_itself_has_no_user()
    {
        var generator = new AttentiveGenerator();
        var server = Start(s => s.Policies = new() { TokenGenerator = generator });
        (await server.TokenAsync(Known.ClientCredentials, Known.WebBasic)).MustIssue();
        Assert.Null(generator.Draft!.User);
        Assert.Null(generator.Draft.Authorization.Subject);
    }

    private sealed class AttentiveGenerator : ITokenGenerator
    {
        private readonly RandomTokenGenerator _random = new();

        public AccessTokenDraft? Draft { get; private set; }

        public Scope? RefreshScope { get; private set; }

        public ValueTask<string> GenerateAccessTokenAsync(AccessTokenDraft draft, OAuthContext context, CancellationToken ct)
        {
            Draft = draft;
            return _random.GenerateAccessTokenAsync(draft, context, ct);
        }

        public ValueTask<string> GenerateRefreshTokenAsync(
            Client client, User? user, Scope scope, OAuthContext context, CancellationToken ct)
        {
            RefreshScope = scope;
            return _random.GenerateRefreshTokenAsync(client, user, scope, context, ct);
        }

        public ValueTask<string> GenerateAuthorizationCodeAsync(
            Client client, User? user, Scope scope, OAuthContext context, CancellationToken ct) =>
            _random.GenerateAuthorizationCodeAsync(client, user, scope, context, ct);
    }
}
