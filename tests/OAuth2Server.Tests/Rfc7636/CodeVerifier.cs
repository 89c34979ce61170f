using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace OAuth2Server.Tests.Rfc7636;

[RfcSection("RFC 7636", "4.1")]
[RfcSection("RFC 7636", "4.6")]
public abstract class CodeVerifier<T> : ProtocolTests<T> where T : ITransport
{
    [Theory]
    [InlineData(43)]
    [InlineData(128)]
    public async Task A_verifier_of_43_to_128_characters_is_good(int length)
    {
        var server = Start();
        var verifier = "-._~" + new string('a', length - 4);
        var challenge = Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(verifier)));
        var code = await server.CodeAsync(Known.Authorization.With("code_challenge", challenge));
        (await server.TokenAsync(Known.Redemption(code).With("code_verifier", verifier))).MustIssue();
    }

    [Theory]
    [InlineData("x")]
    [InlineData("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjX")] // 42 characters
    [InlineData("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk\n")]
    [InlineData("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjX=")]
    [InlineData("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXé")]
    public async Task A_verifier_outside_the_grammar_is_an_invalid_request_and_costs_nothing(string verifier)
    {
        var server = Start();
        var code = await server.CodeAsync();
        (await server.TokenAsync(Known.Redemption(code).With("code_verifier", verifier))).MustRefuse("invalid_request");
        (await server.TokenAsync(Known.Redemption(code))).MustIssue();
    }

    [Fact]
    public async Task A_verifier_of_129_characters_is_too_long()
    {
        var server = Start();
        (await server.TokenAsync(Known.Redemption(await server.CodeAsync()).With("code_verifier", new('a', 129))))
            .MustRefuse("invalid_request");
    }

    [Fact]
    public async Task A_wrong_verifier_is_refused_and_uses_the_code_up()
    {
        var server = Start();
        var code = await server.CodeAsync();
        (await server.TokenAsync(Known.Redemption(code).With("code_verifier", new('x', 43)))).MustRefuse("invalid_grant");
        (await server.TokenAsync(Known.Redemption(code))).MustRefuse("invalid_grant");
    }

    [Fact]
    public async Task A_missing_verifier_is_refused_and_uses_the_code_up()
    {
        var server = Start();
        var code = await server.CodeAsync();
        (await server.TokenAsync(Known.Redemption(code).Without("code_verifier"))).MustRefuse("invalid_grant");
        (await server.TokenAsync(Known.Redemption(code))).MustRefuse("invalid_grant");
    }

    [Fact]
    public async Task The_challenge_itself_is_no_verifier()
    {
        var server = Start();
        (await server.TokenAsync(Known.Redemption(await server.CodeAsync()).With("code_verifier", Known.Challenge)))
            .MustRefuse("invalid_grant");
    }

    [Fact]
    public async Task A_verifier_is_compared_with_its_case()
    {
        var server = Start();
        var code = await server.CodeAsync();
        (await server.TokenAsync(Known.Redemption(code).With("code_verifier", Known.Verifier.ToUpperInvariant())))
            .MustRefuse("invalid_grant");
    }

    [Fact]
    public async Task The_verifier_of_another_code_is_refused()
    {
        var server = Start();
        var other = new string('o', 43);
        var challenge = Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(other)));
        var (mine, theirs) = (await server.CodeAsync(), await server.CodeAsync(Known.Authorization.With("code_challenge", challenge)));
        (await server.TokenAsync(Known.Redemption(theirs))).MustRefuse("invalid_grant");
        (await server.TokenAsync(Known.Redemption(mine).With("code_verifier", other))).MustRefuse("invalid_grant");
    }
}
