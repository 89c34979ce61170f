using System.Buffers.Text;
using System.Text;

namespace OAuth2Server.Tests.Rfc9068;

[RfcSection("RFC 9068", "2.1")]
[RfcSection("RFC 8725", "3.11")]
public abstract class JwtHeader<T> : ProtocolTests<T> where T : ITransport
{
    private TestServer Signed(string? algorithm) => Start(s => JwtServers.Registered(
        s, new ProtectedResource { Resource = Known.Photos, AccessTokenFormat = AccessTokenFormat.Jwt, SigningAlgorithm = algorithm }));

    private static Task<Answer> IssueAsync(TestServer server) =>
        server.TokenAsync(Known.ClientCredentials.With("resource", Known.Photos), Known.WebBasic);

    [Fact]
    public async Task The_type_is_at_jwt_and_nothing_but_algorithm_and_key_stand_beside_it()
    {
        var server = Signed(null);
        var token = await server.ReadAsync((await IssueAsync(server)).MustIssue().AccessToken);
        Assert.Equal("at+jwt", token.Header.GetProperty("typ").GetString());
        Assert.Equal(["typ", "alg", "kid"], token.Header.EnumerateObject().Select(member => member.Name));
    }

    [Theory]
    [InlineData(null, "ES256", 64)]
    [InlineData("ES256", "ES256", 64)]
    [InlineData("ES384", "ES384", 96)]
    [InlineData("RS256", "RS256", 256)]
    [InlineData("PS256", "PS256", 256)]
    public async Task The_resource_chooses_the_algorithm(string? chosen, string algorithm, int signatureLength)
    {
        var server = Signed(chosen);
        var text = (await IssueAsync(server)).MustIssue().AccessToken;
        Assert.Equal(algorithm, (await server.ReadAsync(text)).Header.GetProperty("alg").GetString());
        Assert.Equal(signatureLength, Base64Url.DecodeFromChars(text.Split('.')[2]).Length);
    }

    [Fact]
    public async Task It_is_written_in_the_compact_form_without_padding()
    {
        var server = Signed(null);
        var issued = (await IssueAsync(server)).MustIssue();
        Assert.Matches("^[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+$", issued.AccessToken);
        Assert.Equal("Bearer", issued["token_type"]);
    }

    [Fact]
    public async Task A_token_whose_claims_were_changed_is_not_signed()
    {
        var server = Signed(null);
        var parts = (await IssueAsync(server)).MustIssue().AccessToken.Split('.');
        var claims = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(parts[1]));
        parts[1] = Base64Url.EncodeToString(Encoding.UTF8.GetBytes(claims.Replace("\"web\"", "\"app\"", StringComparison.Ordinal)));
        await Assert.ThrowsAnyAsync<Exception>(() => server.ReadAsync(string.Join('.', parts)));
    }
}
