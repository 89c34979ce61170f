using OAuth2Server.Jwt;

namespace OAuth2Server.Tests.Rfc9449;

/// <summary>What clients with a key send.</summary>
internal static class ProofRequests
{
    internal const string TokenUrl = Known.Issuer + "/oauth2/token";
    internal const string ResourceUrl = Known.Issuer + "/resource/";

    internal static void On(Setup setup) => setup.DPoP = new();

    internal static Action<Setup> With(Action<DPoPOptions> configure) => setup => configure(setup.DPoP = new());

    /// <summary>A proof for the token endpoint.</summary>
    internal static (string Name, string Value) ForToken(this TestServer server, DPoPClientKey key, string? nonce = null) =>
        ("DPoP", key.Prove("POST", TokenUrl, server.Clock.GetUtcNow(), nonce: nonce));

    /// <summary>The client that acts for itself gets a token.</summary>
    internal static Task<Answer> OwnTokenAsync(this TestServer server, params (string Name, string Value)[] headers) =>
        server.TokenAsync(Known.ClientCredentials, [Known.WebBasic, .. headers]);

    /// <summary>A bound token of the client that acts for itself.</summary>
    internal static async Task<string> BoundTokenAsync(this TestServer server, DPoPClientKey key) =>
        (await server.OwnTokenAsync(server.ForToken(key))).MustIssue().AccessToken;

    /// <summary>The public client gets a code and redeems it with a proof.</summary>
    internal static async Task<Answer> RedeemAsync(this TestServer server, DPoPClientKey key, Parameters? query = null) =>
        (await server.TokenAsync(Known.Redemption(await server.CodeAsync(query)), server.ForToken(key))).MustIssue();

    /// <summary>A request to the resource.</summary>
    internal static Task<Answer> UseAsync(
        this TestServer server, string token, string? proof, string scheme = "DPoP", string scope = "") =>
        server.SendAsync(new(Endpoint.Resource, "GET")
        {
            RequiredScope = scope,
            Headers = [("Authorization", $"{scheme} {token}"), .. proof is null ? [] : ((string, string)[])[("DPoP", proof)]],
        });

    /// <summary>A request to the resource with the right proof.</summary>
    internal static Task<Answer> UseAsync(this TestServer server, string token, DPoPClientKey key, string? nonce = null) =>
        server.UseAsync(token, key.Prove("GET", ResourceUrl, server.Clock.GetUtcNow(), token, nonce));

    /// <summary>The challenges of an answer.</summary>
    internal static string[] Challenges(this Answer answer) =>
        [.. answer.Headers.Where(header => header.Key.Equals("WWW-Authenticate", StringComparison.OrdinalIgnoreCase)).Select(h => h.Value)];

    /// <summary>A refusal in the challenge of the scheme DPoP.</summary>
    internal static void MustChallenge(this Answer answer, string error, int status = 401)
    {
        answer.MustBe(status);
        var challenge = answer.Challenges()[0];
        Assert.StartsWith("DPoP ", challenge, StringComparison.Ordinal);
        Assert.Contains($"error=\"{error}\"", challenge, StringComparison.Ordinal);
        Assert.Contains("algs=\"ES256 ES384 PS256\"", challenge, StringComparison.Ordinal);
    }
}
