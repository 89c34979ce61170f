namespace OAuth2Server.Tests.Rfc9207;

[RfcSection("RFC 9207", "2")]
[RfcSection("RFC 9207", "2.1")]
public abstract class IssuerIdentification<T> : ProtocolTests<T> where T : ITransport
{
    [Fact]
    public async Task A_response_with_a_code_names_the_issuer()
    {
        var server = Start();
        Assert.Equal(Known.Issuer, (await server.AuthorizeAsync(Known.Authorization)).MustGiveCode().InLocation("iss"));
    }

    [Fact]
    public async Task A_denial_names_the_issuer()
    {
        var server = Start();
        Assert.Equal(Known.Issuer, (await server.AuthorizeAsync(Known.Authorization, ScriptedConsent.Denied)).InLocation("iss"));
    }

    [Theory]
    [InlineData("response_type", "token")]
    [InlineData("scope", "z")]
    [InlineData("state", "ü")]
    [InlineData("code_challenge", "short")]
    [InlineData("resource", "https://unknown.example.com")]
    public async Task Every_error_response_names_the_issuer(string name, string value)
    {
        var server = Start();
        var answer = (await server.AuthorizeAsync(Known.Authorization.With(name, value))).MustBe(303);
        Assert.NotNull(answer.InLocation("error"));
        Assert.Equal(Known.Issuer, answer.InLocation("iss"));
    }

    [Fact]
    public async Task Of_several_issuers_the_one_that_answers_is_named()
    {
        var server = Start(s => s.Options.ResolveIssuer = _ => "https://tenant.example.com/one");
        Assert.Equal("https://tenant.example.com/one", (await server.AuthorizeAsync(Known.Authorization)).MustGiveCode().InLocation("iss"));
    }

    [Fact]
    public async Task A_code_or_refresh_token_of_one_issuer_is_worth_nothing_at_another()
    {
        var issuer = Known.Issuer;
        var server = Start(s => s.Options.ResolveIssuer = _ => issuer);
        var issued = await server.IssueAsync();
        var code = await server.CodeAsync();
        issuer = "https://other.example.com";
        (await server.TokenAsync(Known.Redemption(code))).MustRefuse("invalid_grant");
        (await server.RefreshAsync(issued.RefreshToken)).MustRefuse("invalid_grant");
        issuer = Known.Issuer;
        (await server.TokenAsync(Known.Redemption(code))).MustIssue();
        (await server.RefreshAsync(issued.RefreshToken)).MustIssue();
    }
}
