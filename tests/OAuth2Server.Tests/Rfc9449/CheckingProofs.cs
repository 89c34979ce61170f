using System.Text.Json.Nodes;

namespace OAuth2Server.Tests.Rfc9449;

[RfcSection("RFC 9449", "4.1")]
[RfcSection("RFC 9449", "4.2")]
[RfcSection("RFC 9449", "4.3")]
[RfcSection("RFC 8725", "3.1")]
public abstract class CheckingProofs<T> : ProtocolTests<T> where T : ITransport
{
    private readonly DPoPClientKey _key = new();

    [Theory]
    [MemberData(nameof(WrongProofs.Headers), MemberType = typeof(WrongProofs))]
    public Task A_proof_with_a_wrong_header_is_refused(string member, string? value) =>
        MustRefuseAsync(server => _key.Prove("POST", ProofRequests.TokenUrl, server.Clock.GetUtcNow(), header: Set(member, value)));

    [Theory]
    [MemberData(nameof(WrongProofs.Claims), MemberType = typeof(WrongProofs))]
    public Task A_proof_with_a_wrong_claim_is_refused(string member, string? value) =>
        MustRefuseAsync(server => _key.Prove("POST", ProofRequests.TokenUrl, server.Clock.GetUtcNow(), claims: Set(member, value)));

    [Theory]
    [InlineData("x")]
    [InlineData("a.b.c")]
    [InlineData("a.b.c.d.e")]
    [InlineData("{}")]
    public Task A_text_that_is_no_proof_is_refused(string text) => MustRefuseAsync(_ => text);

    [Fact]
    public async Task Two_headers_are_refused_also_in_one_line()
    {
        var server = Start(ProofRequests.On);
        var (one, other) = (server.ForToken(_key), server.ForToken(_key));
        (await server.OwnTokenAsync(one, other)).MustRefuse("invalid_dpop_proof");
        (await server.OwnTokenAsync(("DPoP", $"{one.Value}, {other.Value}"))).MustRefuse("invalid_dpop_proof");
        (await server.OwnTokenAsync(one)).MustIssue();
    }

    [Theory]
    [InlineData("ES256")]
    [InlineData("PS256")]
    public async Task A_proof_with_the_private_key_is_refused(string algorithm)
    {
        var key = new DPoPClientKey(algorithm);
        await MustRefuseAsync(server => key.Prove(
            "POST", ProofRequests.TokenUrl, server.Clock.GetUtcNow(), header: header => header["jwk"] = key.Jwk(withPrivate: true)));
    }

    [Theory]
    [InlineData("ES256", 0, true)]
    [InlineData("ES384", 0, true)]
    [InlineData("PS256", 2048, true)]
    [InlineData("PS256", 1024, false)]
    [InlineData("RS256", 2048, false)]
    public async Task The_algorithms_are_those_of_the_settings_and_rsa_keys_have_2048_bits(string algorithm, int bits, bool isAccepted)
    {
        var key = new DPoPClientKey(algorithm, Math.Max(bits, 1024));
        var server = Start(ProofRequests.On);
        var answer = await server.OwnTokenAsync(server.ForToken(key));
        if (isAccepted) Assert.Equal("DPoP", answer.MustIssue()["token_type"]);
        else answer.MustRefuse("invalid_dpop_proof");

        var widened = Start(ProofRequests.With(o => o.Algorithms = ["RS256"]));
        answer = await widened.OwnTokenAsync(widened.ForToken(key));
        if (algorithm == "RS256") answer.MustIssue();
        else answer.MustRefuse("invalid_dpop_proof");
    }

    [Fact]
    public async Task A_proof_that_another_key_signed_is_refused_also_after_one_that_was_right()
    {
        var server = Start(ProofRequests.On);
        (await server.OwnTokenAsync(server.ForToken(_key))).MustIssue();
        var forged = new DPoPClientKey().Prove(
            "POST", ProofRequests.TokenUrl, server.Clock.GetUtcNow(), header: header => header["jwk"] = _key.Jwk());
        (await server.OwnTokenAsync(("DPoP", forged))).MustRefuse("invalid_dpop_proof");
        (await server.OwnTokenAsync(server.ForToken(_key))).MustIssue();
    }

    [Fact]
    public async Task A_proof_whose_claims_were_changed_is_refused()
    {
        var server = Start(ProofRequests.On);
        var parts = server.ForToken(_key).Value.Split('.');
        parts[1] = _key.Prove("POST", ProofRequests.TokenUrl, server.Clock.GetUtcNow()).Split('.')[1];
        (await server.OwnTokenAsync(("DPoP", string.Join('.', parts)))).MustRefuse("invalid_dpop_proof");
    }

    [Fact]
    public async Task A_text_with_the_header_of_a_right_proof_and_another_rest_is_refused()
    {
        var server = Start(ProofRequests.On);
        var parts = server.ForToken(_key).Value.Split('.');
        (await server.OwnTokenAsync(server.ForToken(_key))).MustIssue();
        var (header, claims, signature) = (parts[0], parts[1], parts[2]);
        string[] wrong =
        [
            header, header + ".", header + "." + claims, $"{header}.{claims}.", $"{header}..{signature}", $"{header}.{claims}.{signature}.",
            $"{header}.{claims}.{signature}.{signature}", $"{header}.{claims}.{signature}.{claims}.{signature}", $"{header}.{claims}.x",
            $"{header}.{claims}.{signature}=", $".{claims}.{signature}",
        ];
        foreach (var text in wrong) (await server.OwnTokenAsync(("DPoP", text))).MustRefuse("invalid_dpop_proof");
        (await server.OwnTokenAsync(("DPoP", string.Join('.', parts)))).MustIssue();
    }

    [Fact]
    public async Task A_payload_with_a_member_twice_is_refused()
    {
        var server = Start(ProofRequests.On);
        var header = $$"""{"typ":"dpop+jwt","alg":"ES256","jwk":{{_key.Jwk().ToJsonString()}}}""";
        var time = server.Clock.GetUtcNow().ToUnixTimeSeconds();
        var once = $$"""{"jti":"1","htm":"POST","htu":"{{ProofRequests.TokenUrl}}","iat":{{time}}}""";
        var twice = $$"""{"jti":"2","htm":"GET","htm":"POST","htu":"{{ProofRequests.TokenUrl}}","iat":{{time}}}""";
        (await server.OwnTokenAsync(("DPoP", _key.Sign(header, twice)))).MustRefuse("invalid_dpop_proof");
        (await server.OwnTokenAsync(("DPoP", _key.Sign(header, once)))).MustIssue();
    }

    [Theory]
    [InlineData("HTTPS://Auth.Example.COM:443/oauth2/token")]
    [InlineData("https://auth.example.com/oauth2/token?a=1&b=%2F")]
    [InlineData("https://auth.example.com/oauth2/token#part")]
    [InlineData("https://auth.example.com/oauth2/%74oken")]
    [InlineData("https://auth.example.com/x/%2e%2E/oauth2/./token")]
    public async Task The_address_is_compared_after_normalisation_and_without_its_query(string address)
    {
        var server = Start(ProofRequests.On);
        (await server.OwnTokenAsync(("DPoP", _key.Prove("POST", address, server.Clock.GetUtcNow())))).MustIssue();
    }

    [Theory]
    [InlineData(-60, true)]
    [InlineData(-10, true)]
    [InlineData(10, true)]
    [InlineData(60, true)]
    [InlineData(-61, false)]
    [InlineData(61, false)]
    [InlineData(-3600, false)]
    [InlineData(3600, false)]
    public async Task The_time_of_a_proof_is_near_that_of_the_server(int seconds, bool isAccepted)
    {
        var server = Start(ProofRequests.On);
        var at = server.Clock.GetUtcNow().AddSeconds(seconds);
        var answer = await server.OwnTokenAsync(("DPoP", _key.Prove("POST", ProofRequests.TokenUrl, at)));
        if (isAccepted) answer.MustIssue();
        else answer.MustRefuse("invalid_dpop_proof");
    }

    [Theory]
    [InlineData(61, "+61")]
    [InlineData(-3600, "-3600")]
    [RfcSection("RFC 9449", "11.1")]
    public async Task The_operator_sees_by_how_many_seconds_the_clock_of_a_client_differs(int seconds, string shown)
    {
        using var log = new CapturedLog();
        var server = Start(s => (s.Logging, s.DPoP) = (log, new()));
        var at = server.Clock.GetUtcNow().AddSeconds(seconds);
        var answer = await server.OwnTokenAsync(("DPoP", _key.Prove("POST", ProofRequests.TokenUrl, at)));
        answer.MustRefuse("invalid_dpop_proof");
        Assert.Contains(log.Everything, line =>
            line.Contains($"Its iat is {shown} seconds from the clock of this server", StringComparison.Ordinal));
        Assert.DoesNotContain("seconds", answer.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("exp", 5, true)]
    [InlineData("exp", -5, true)]
    [InlineData("exp", -10, false)]
    [InlineData("exp", -300, false)]
    [InlineData("nbf", -300, true)]
    [InlineData("nbf", 10, true)]
    [InlineData("nbf", 11, false)]
    public async Task The_times_exp_and_nbf_count_where_a_client_sends_them(string claim, int seconds, bool isAccepted)
    {
        var server = Start(ProofRequests.On);
        var now = server.Clock.GetUtcNow();
        var answer = await server.OwnTokenAsync(("DPoP", _key.Prove(
            "POST", ProofRequests.TokenUrl, now, claims: claims => claims[claim] = now.AddSeconds(seconds).ToUnixTimeSeconds())));
        if (isAccepted) answer.MustIssue();
        else answer.MustRefuse("invalid_dpop_proof");
    }

    [Fact]
    public async Task A_proof_of_more_than_8_kB_is_refused_and_one_below_is_read()
    {
        var server = Start(ProofRequests.On);
        string Proof(int length) => _key.Prove(
            "POST", ProofRequests.TokenUrl, server.Clock.GetUtcNow(), claims: claims => claims["more"] = new string('x', length));
        (await server.OwnTokenAsync(("DPoP", Proof(5000)))).MustIssue();
        (await server.OwnTokenAsync(("DPoP", Proof(7000)))).MustRefuse("invalid_dpop_proof");
        var identifier = Set("jti", $"\"{new string('j', 10_000)}\"");
        var proof = _key.Prove("POST", ProofRequests.TokenUrl, server.Clock.GetUtcNow(), claims: identifier);
        (await server.OwnTokenAsync(("DPoP", proof))).MustRefuse("invalid_dpop_proof");
    }

    private async Task MustRefuseAsync(Func<TestServer, string> proof)
    {
        var server = Start(ProofRequests.On);
        (await server.OwnTokenAsync(("DPoP", proof(server)))).MustRefuse("invalid_dpop_proof");
    }

    private static Action<JsonObject> Set(string member, string? value) => json =>
    {
        if (value is null) json.Remove(member);
        else json[member] = JsonNode.Parse(value);
    };
}
