namespace OAuth2Server.Tests.Rfc6750;

[RfcSection("RFC 6750", "3")]
[RfcSection("RFC 6750", "3.1")]
public abstract class ErrorCodes<T> : ProtocolTests<T> where T : ITransport
{
    [Fact]
    public async Task An_unknown_token_is_invalid()
    {
        var server = Start();
        MustBeInvalid(await server.BearerAsync("unknown"));
    }

    [Fact]
    public async Task A_token_is_good_until_the_tick_it_expires()
    {
        var server = Start();
        var issued = await server.IssueAsync();
        server.Clock.Advance(TimeSpan.FromHours(1) - TimeSpan.FromTicks(1));
        (await server.BearerAsync(issued.AccessToken)).MustBe(200);
        server.Clock.Advance(TimeSpan.FromTicks(1));
        MustBeInvalid(await server.BearerAsync(issued.AccessToken));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a")]
    [InlineData("a b")]
    [InlineData("b a")]
    public async Task A_token_that_has_every_required_scope_is_good(string required)
    {
        var server = Start();
        (await server.BearerAsync((await server.IssueAsync()).AccessToken, required)).MustBe(200);
    }

    [Theory]
    [InlineData("c")]
    [InlineData("A")]
    [InlineData("a c")]
    public async Task A_token_that_lacks_a_scope_is_told_which_are_needed(string required)
    {
        var server = Start();
        var answer = (await server.BearerAsync((await server.IssueAsync()).AccessToken, required)).MustBe(403);
        var challenge = answer.Header("WWW-Authenticate");
        Assert.Contains("error=\"insufficient_scope\"", challenge, StringComparison.Ordinal);
        Assert.EndsWith($", scope=\"{required}\"", challenge, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_invalid_token_is_401_even_where_scope_is_required_and_the_challenge_names_the_scope()
    {
        var server = Start();
        var answer = await server.BearerAsync("unknown", "c");
        MustBeInvalid(answer);
        Assert.EndsWith(", scope=\"c\"", answer.Header("WWW-Authenticate"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_of_another_issuer_is_invalid()
    {
        var issuer = Known.Issuer;
        var server = Start(s => s.Options.ResolveIssuer = _ => issuer);
        var issued = await server.IssueAsync();
        issuer = "https://other.example.com";
        Assert.StartsWith(
            "Bearer realm=\"https://other.example.com\", error=\"invalid_token\"",
            (await server.BearerAsync(issued.AccessToken)).MustBe(401).Header("WWW-Authenticate"),
            StringComparison.Ordinal);
        issuer = Known.Issuer;
        (await server.BearerAsync(issued.AccessToken)).MustBe(200);
    }

    [Fact]
    public async Task A_model_that_fails_is_a_server_error_without_challenge()
    {
        var server = Start(s => s.Model = new ExchangingModel(s.Store)
        {
            OnCall = name =>
            {
                if (name == "getAccessToken") throw new InvalidOperationException("boom");
            },
        });
        var answer = (await server.BearerAsync("any")).MustBe(500);
        Assert.Null(answer.Header("WWW-Authenticate"));
        Assert.DoesNotContain("boom", answer.Text, StringComparison.Ordinal);
    }

    private static void MustBeInvalid(Answer answer)
    {
        answer.MustBe(401);
        Assert.StartsWith(
            $"Bearer realm=\"{Known.Issuer}\", error=\"invalid_token\", error_description=\"",
            answer.Header("WWW-Authenticate"),
            StringComparison.Ordinal);
    }
}
