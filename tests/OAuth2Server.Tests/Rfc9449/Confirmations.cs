namespace OAuth2Server.Tests.Rfc9449;

[RfcSection("RFC 9449", "6.1")]
[RfcSection("RFC 9449", "6.2")]
public abstract class Confirmations<T> : ProtocolTests<T> where T : ITransport
{
    private readonly DPoPClientKey _key = new();

    [Fact]
    public async Task Introspection_tells_the_thumbprint_and_the_type()
    {
        var server = Start(ProofRequests.On);
        var answer = (await server.IntrospectAsync(await server.BoundTokenAsync(_key))).MustBeActive();
        Assert.Equal("DPoP", answer["token_type"]);
        Assert.Equal($$"""{"jkt":"{{_key.Thumbprint}}"}""", answer.Json.GetProperty("cnf").GetRawText());
        var free = (await server.IntrospectAsync((await server.OwnTokenAsync()).AccessToken)).MustBeActive();
        Assert.Equal("Bearer", free["token_type"]);
        Assert.False(free.Json.TryGetProperty("cnf", out _));
    }

    [Fact]
    public async Task A_jwt_tells_the_thumbprint()
    {
        var server = Start(s =>
        {
            ProofRequests.On(s);
            Rfc9068.JwtServers.EveryToken(s);
        });
        var token = await server.ReadAsync(await server.BoundTokenAsync(_key));
        Assert.Equal($$"""{"jkt":"{{_key.Thumbprint}}"}""", token.Claims.GetProperty("cnf").GetRawText());
    }
}
