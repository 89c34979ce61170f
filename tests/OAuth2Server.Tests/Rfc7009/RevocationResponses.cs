namespace OAuth2Server.Tests.Rfc7009;

[RfcSection("RFC 7009", "2.2")]
[RfcSection("RFC 7009", "2.2.1")]
public abstract class RevocationResponses<T> : ProtocolTests<T> where T : ITransport
{
    [Theory]
    [InlineData("unknown-token")]
    [InlineData("ü")]
    [InlineData("a\nb")]
    [InlineData(" ")]
    public async Task An_unknown_token_is_revoked_already(string token)
    {
        var server = Start();
        (await server.RevokeAsync([("token", token), ("client_id", "app")])).MustRevoke();
        (await server.RevokeAsync([("token", token), ("token_type_hint", "refresh_token")], Known.WebBasic)).MustRevoke();
    }

    [Fact]
    public async Task Revoking_twice_is_no_error()
    {
        var server = Start();
        var issued = await server.IssueAsync();
        await server.RevokeAsync(issued.AccessToken);
        await server.RevokeAsync(issued.AccessToken);
        await server.RevokeAsync(issued.RefreshToken);
        await server.RevokeAsync(issued.RefreshToken);
    }

    [Fact]
    public async Task A_code_is_no_token()
    {
        var server = Start();
        var code = await server.CodeAsync();
        await server.RevokeAsync(code);
        (await server.TokenAsync(Known.Redemption(code))).MustIssue();
    }

    /// <summary>A client that parses every response as JSON, as simple-oauth2 does, can parse this one.</summary>
    [Fact]
    public async Task An_answer_is_json_that_says_nothing()
    {
        var server = Start();
        var answer = (await server.RevokeAsync([("token", (await server.IssueAsync()).AccessToken), ("client_id", "app")])).MustRevoke();
        Assert.Equal("application/json", answer.Header("Content-Type"));
    }

    [Fact]
    public async Task Another_issuers_token_is_unknown()
    {
        var issuer = Known.Issuer;
        var server = Start(s => s.Options.ResolveIssuer = _ => issuer);
        var issued = await server.IssueAsync();
        issuer = "https://other.example.com";
        await server.RevokeAsync(issued.AccessToken);
        await server.RevokeAsync(issued.RefreshToken);
        issuer = Known.Issuer;
        Assert.True(await server.IsAliveAsync(issued.AccessToken));
        (await server.RefreshAsync(issued.RefreshToken)).MustIssue();
    }
}
