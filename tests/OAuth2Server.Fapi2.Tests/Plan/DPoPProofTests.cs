using System.Net.Sockets;
using System.Text;

namespace OAuth2Server.Fapi2.Tests.Plan;

/// <summary>Every check of a proof, at the token endpoint and at the resource (RFC 9449 §4.3).</summary>
public sealed class DPoPProofTests
{
    // What is wrong with a proof, and how it becomes so.
    private static readonly Dictionary<string, Action<Message, Fapi2Client>> Faults = new(StringComparer.Ordinal)
    {
        ["not a JWT"] = (message, _) => message.ProofText = "proof.of.nothing!",
        ["a part too few"] = (message, _) => message.ProofText = message.Proof!.ToString()[..message.Proof.ToString().LastIndexOf('.')],
        ["two proofs"] = (message, _) => message.ProofText = $"{message.Proof}, {message.Proof}",
        ["no typ"] = (message, _) => message.Proof!.Header.Remove("typ"),
        ["another typ"] = (message, _) => message.Proof!.Header["typ"] = "jwt",
        ["no alg"] = (message, _) => message.Proof!.Header.Remove("alg"),
        ["alg none"] = (message, _) => message.Proof!.Header["alg"] = "none",
        ["no jwk"] = (message, _) => message.Proof!.Header.Remove("jwk"),
        ["a private jwk"] = (message, client) => message.Proof!.Header["jwk"] = client.ProofKey.PrivateJwk(),
        ["no jti"] = (message, _) => message.Proof!.Claims.Remove("jti"),
        ["no htm"] = (message, _) => message.Proof!.Claims.Remove("htm"),
        ["no htu"] = (message, _) => message.Proof!.Claims.Remove("htu"),
        ["no iat"] = (message, _) => message.Proof!.Claims.Remove("iat"),
        ["a bad signature"] = (message, _) => message.Proof!.Damaged = true,
        ["another method"] = (message, _) => message.Proof!.Claims["htm"] = "PUT",
        ["another URL"] = (message, client) => message.Proof!.Claims["htu"] = client.Issuer + "/other",
        ["an hour ahead"] = (message, _) => message.Proof!.Move(3600, "iat"),
        ["an hour old"] = (message, _) => message.Proof!.Move(-3600, "iat"),
    };

    public static TheoryData<string> Wrong => [.. Faults.Keys];

    [Theory, Module("dpop-negative-tests")]
    [MemberData(nameof(Wrong))]
    public async Task A_wrong_proof_is_refused_at_the_resource_and_a_right_one_still_works(string fault)
    {
        await using var site = await Fapi2Site.StartAsync();
        var client = site.NewClient();
        var token = (await client.TokensAsync()).Text("access_token");
        var use = client.Use(token);

        Faults[fault](use, client);

        (await use.SendAsync()).Refused("invalid_dpop_proof", 401);
        (await client.Use(token).SendAsync()).Accepted();
    }

    [Theory, Module("dpop-negative-tests")]
    [MemberData(nameof(Wrong))]
    public async Task A_wrong_proof_is_refused_at_the_token_endpoint_and_the_code_stays_valid(string fault)
    {
        await using var site = await Fapi2Site.StartAsync();
        var client = site.NewClient();
        var code = await client.CodeAsync();
        var redeem = client.Redeem(code);

        Faults[fault](redeem, client);

        (await redeem.SendAsync()).Refused("invalid_dpop_proof");
        (await client.Redeem(code).SendAsync()).Accepted();
    }

    [Fact, Module("dpop-negative-tests")]
    public async Task A_proof_with_RS256_is_refused_and_the_same_key_with_PS256_is_not()
    {
        await using var site = await Fapi2Site.StartAsync();
        var client = site.NewClient();
        client.ProofKey = ClientKey.NewRsa();
        var token = (await client.TokensAsync()).Text("access_token");
        var use = client.Use(token);

        use.Proof!.Header["alg"] = "RS256";

        (await use.SendAsync()).Refused("invalid_dpop_proof", 401);
        (await client.Use(token).SendAsync()).Accepted();
    }

    [Fact, Module("dpop-negative-tests")]
    public async Task A_proof_is_refused_the_second_time()
    {
        await using var site = await Fapi2Site.StartAsync();
        var client = site.NewClient();
        var token = (await client.TokensAsync()).Text("access_token");
        var (use, again) = (client.Use(token), client.Use(token));
        again.Proof!.Claims["jti"] = use.Proof!.Claims["jti"]!.DeepClone();

        (await use.SendAsync()).Accepted();

        (await again.SendAsync()).Refused("invalid_dpop_proof", 401);
    }

    [Theory, Module("dpop-negative-tests")]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_proof_for_another_access_token_or_for_none_is_refused(bool other)
    {
        await using var site = await Fapi2Site.StartAsync();
        var client = site.NewClient();
        var use = client.Use((await client.TokensAsync()).Text("access_token"));

        if (other) use.Proof!.Claims["ath"] = Fapi2Client.Challenge("another token");
        else use.Proof!.Claims.Remove("ath");

        (await use.SendAsync()).Refused("invalid_dpop_proof", 401);
    }

    [Fact, Module("dpop-negative-tests")]
    public async Task A_token_is_refused_with_the_proof_of_another_key_without_a_proof_and_as_a_bearer_token()
    {
        await using var site = await Fapi2Site.StartAsync();
        var client = site.NewClient();
        var token = (await client.TokensAsync()).Text("access_token");
        client.ProofKey = ClientKey.NewEcdsa();

        (await client.Use(token).SendAsync()).Refused("invalid_token");
        var use = client.Use(token);
        use.Proof = null;
        (await use.SendAsync()).Refused("invalid_dpop_proof", 401);
        use.Authorization = $"Bearer {token}";
        (await use.SendAsync()).Refused("invalid_token");
    }

    /// <summary>RFC 9449 §4.3: query and fragment do not count, and the comparison is that of RFC 3986 §6.2.2 and §6.2.3.</summary>
    [Theory, Module("dpop-negative-tests")]
    [InlineData("https://auth.example.com/oauth2/token?a=1#b")]
    [InlineData("HTTPS://AUTH.EXAMPLE.COM/oauth2/token")]
    [InlineData("https://auth.example.com:443/oauth2/token")]
    [InlineData("https://auth.example.com/x/../oauth2/%74oken")]
    public async Task The_url_of_a_proof_is_compared_after_normalization(string url)
    {
        await using var site = await Fapi2Site.StartAsync(server => server["Issuer"] = "https://auth.example.com");
        var client = site.NewClient();
        var redeem = client.Redeem(await client.CodeAsync());

        redeem.Proof!.Claims["htu"] = url;

        (await redeem.SendAsync()).Accepted();
    }

    [Fact, Module("dpop-negative-tests")]
    public async Task Unknown_members_of_a_proof_are_ignored_and_the_header_name_has_no_case()
    {
        await using var site = await Fapi2Site.StartAsync();
        var client = site.NewClient();
        var use = client.Use((await client.TokensAsync()).Text("access_token"));
        (use.Proof!.Header["extra"], use.Proof.Claims["extra"]) = ("1", 2);
        use.Proof.Claims["htu"] = client.Issuer + "/demo/read?query=1#fragment";
        use.ProofHeader = "DPOP";

        (await use.SendAsync()).Accepted();
    }

    /// <summary>RFC 9449 §4.3: not more than one header. A client library would join two into one.</summary>
    [Fact, Module("dpop-negative-tests")]
    public async Task Two_headers_with_right_proofs_are_refused()
    {
        await using var site = await Fapi2Site.StartAsync();
        var client = site.NewClient();
        var token = (await client.TokensAsync()).Text("access_token");
        var (one, two) = (client.Use(token).Proof, client.Use(token).Proof);

        Assert.Equal(401, await StatusAsync(client.Server.Address, token, $"DPoP: {one}\r\nDPoP: {two}\r\n"));
        Assert.Equal(200, await StatusAsync(client.Server.Address, token, $"DPoP: {one}\r\n"));
    }

    private static async Task<int> StatusAsync(string address, string token, string headers)
    {
        var url = new Uri(address);
        using var tcp = new TcpClient(url.Host, url.Port);
        await using var stream = tcp.GetStream();
        var request = $"GET /demo/read HTTP/1.1\r\nHost: {url.Authority}\r\nConnection: close\r\n"
            + $"Authorization: DPoP {token}\r\n{headers}\r\n";
        await stream.WriteAsync(Encoding.ASCII.GetBytes(request), TestContext.Current.CancellationToken);
        using var reader = new StreamReader(stream, Encoding.ASCII);
        var line = await reader.ReadLineAsync(TestContext.Current.CancellationToken);
        return int.Parse(line!.Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture);
    }
}
