using static OAuth2Server.Tests.Support.Verdict;

namespace OAuth2Server.Tests.Parity;

/// <summary>The password, client_credentials and extension grants of node-oauth2-server, and what all grants have in common.</summary>
public abstract class ParityOfOtherGrants<T> : ProtocolTests<T> where T : ITransport
{
    [Fact]
    [Parity("3.6 AbstractGrantType",
        DiffersBecause = "256 random bits as 43 base64url characters, not 64 hexadecimal ones (both satisfy RFC 6749 §10.10)")]
    public async Task Tokens_have_43_characters()
    {
        var issued = await Start().IssueAsync();
        Assert.Equal((43, 43), (issued.AccessToken.Length, issued.RefreshToken.Length));
    }

    [Fact]
    [Parity("3.6 AbstractGrantType", Same)]
    public async Task A_generator_of_the_models_own_is_used()
    {
        var server = Start(s => s.Policies = new() { TokenGenerator = new FixedTexts("my-token") });
        Assert.Equal("my-token", (await server.TokenAsync(Known.ClientCredentials, Known.WebBasic)).MustIssue().AccessToken);
    }

    [Fact]
    [Parity("3.6 AbstractGrantType", Same)]
    public async Task A_generator_that_makes_nothing_has_no_fallback()
    {
        var server = Start(s => s.Policies = new() { TokenGenerator = new FixedTexts("") });
        (await server.TokenAsync(Known.ClientCredentials, Known.WebBasic)).MustRefuse("server_error", 500);
    }

    [Fact]
    [Parity("3.6 AbstractGrantType", Same)]
    public async Task The_scope_policy_is_told_the_user()
    {
        User? told = null;
        var server = Start(s => s.Policies = new()
        {
            ScopeValidator = new Scopes((user, _) =>
            {
                told = user;
                return Scope.Of("x");
            }),
        });
        (await server.TokenAsync(Known.PasswordOfAlice, Known.WebBasic)).MustIssue();
        Assert.Equal("alice", told?.Id);
    }

    [Theory]
    [InlineData("username", "")]
    [InlineData("password", "")]
    [InlineData("username", "a\u0001")]
    [Parity("3.6 password", Same)]
    public async Task A_missing_or_malformed_name_or_password_is_an_invalid_request(string name, string value) =>
        (await Start().TokenAsync(Known.PasswordOfAlice.With(name, value), Known.WebBasic)).MustRefuse("invalid_request");

    [Fact]
    [Parity("3.6 password", Same)]
    public async Task A_wrong_password_is_an_invalid_grant() =>
        (await Start().TokenAsync(Known.PasswordOfAlice.With("password", "x"), Known.WebBasic)).MustRefuse("invalid_grant");

    [Fact]
    [Parity("3.6 password", Same)]
    public async Task A_password_gives_a_refresh_token() =>
        Assert.NotEmpty((await Start().TokenAsync(Known.PasswordOfAlice, Known.WebBasic)).MustIssue().RefreshToken);

    [Fact]
    [Parity("3.6 password", DiffersBecause = "RFC 6749 §5.1: a client that may not use a refresh token gets none (D15)")]
    public async Task A_password_gives_none_to_a_client_without_the_grant() =>
        Assert.Null((await Start(s => s.Store.AddClient(Known.Web with { GrantTypes = ["password"] }, Known.WebSecret))
            .TokenAsync(Known.PasswordOfAlice, Known.WebBasic)).MustIssue()["refresh_token"]);

    [Fact]
    [Parity("3.6 client_credentials", Same)]
    public async Task A_client_for_whom_the_model_has_no_user_is_an_invalid_grant() =>
        (await Start(s => s.Store.ServiceAccount = null).TokenAsync(Known.ClientCredentials, Known.WebBasic)).MustRefuse("invalid_grant");

    [Fact]
    [Parity("3.6 client_credentials", DiffersBecause = "RFC 6749 §4.4: a client may act for itself, without a user (D4)")]
    public async Task A_client_may_act_for_itself()
    {
        var server = Start();
        var issued = (await server.TokenAsync(Known.ClientCredentials, Known.WebBasic)).MustIssue();
        Assert.Null((await server.BearerAsync(issued.AccessToken)).MustBe(200)["sub"]);
    }

    [Fact]
    [Parity("3.6 client_credentials", Same)]
    public async Task A_client_gets_no_refresh_token_for_itself() =>
        Assert.Null((await Start().TokenAsync(Known.ClientCredentials, Known.WebBasic)).MustIssue()["refresh_token"]);

    [Fact]
    [Parity("3.6 client_credentials", DiffersBecause = "RFC 6749 §4.4: confidential clients only (D2)")]
    public async Task A_public_client_is_unauthorized() =>
        (await Start(s => s.Store.AddClient(Known.App with { GrantTypes = ["client_credentials"] }))
            .TokenAsync(Known.ClientCredentials.With("client_id", "app"))).MustRefuse("unauthorized_client");

    [Fact]
    [Parity("3.6 extension", Same)]
    public async Task An_extension_grant_is_one_class_named_by_a_uri()
    {
        var server = Start();
        var issued = (await server.TokenAsync([("grant_type", TicketGrant.Name), ("ticket", "for-bob")], Known.WebBasic)).MustIssue();
        Assert.Equal("bob", (await server.BearerAsync(issued.AccessToken)).MustBe(200)["sub"]);
    }
}
