namespace OAuth2Server.LoadBenchmark;

/// <summary>What wrk sends: one request again and again, or with another DPoP proof each time.</summary>
/// <param name="Arguments">The header and the address, then the arguments of the script.</param>
/// <param name="ProofFile">The file with a proof in each line; null for none.</param>
internal sealed record FixedLoad(IReadOnlyList<string> Arguments, string? ProofFile = null) : IDisposable
{
    internal static async Task<FixedLoad> PrepareAsync(Server server, Workload workload, int seconds, HttpClient http)
    {
        if (workload == Workload.DPoPClientCredentials || workload == Workload.DPoPBearer)
            return await WithProofsAsync(server, workload, seconds, http);
        var token = workload == Workload.Bearer ? await server.TokenAsync(http)
            : workload == Workload.UserInfo ? await server.UserTokenAsync()
            : new string('x', 43);
        return new(workload.Name switch
        {
            "client-credentials" => TokenRequest(server),
            "bearer" => [.. Header($"Bearer {token}"), $"{server.Address}photos", "--", "200", "three photos"],
            "userinfo" => [.. Header($"Bearer {token}"), $"{server.Address}userinfo", "--", "200", Fixture.User],
            _ => [.. Header($"Bearer {token}"), $"{server.Address}photos", "--", "401", ""],
        });
    }

    public void Dispose()
    {
        if (ProofFile is not null) File.Delete(ProofFile);
    }

    private static async Task<FixedLoad> WithProofsAsync(Server server, Workload workload, int seconds, HttpClient http)
    {
        using var proofs = new Proofs();
        var endpoint = $"{server.Address}token";
        if (workload == Workload.DPoPClientCredentials)
        {
            var file = proofs.Write(seconds, "POST", endpoint);
            return new([.. TokenRequest(server), file], file);
        }
        var token = await server.TokenAsync(http, proofs.Sign("POST", endpoint));
        var forResource = proofs.Write(seconds, "GET", Fixture.Resource + "/photos", token);
        // The floor looks tokens up for the scheme Bearer alone.
        var scheme = server.Contender.Name.StartsWith("floor", StringComparison.Ordinal) ? "Bearer" : "DPoP";
        return new([.. Header($"{scheme} {token}"), $"{server.Address}photos", "--", "200", "three photos", "", forResource], forResource);
    }

    private static string[] TokenRequest(Server server) =>
        [.. Header(Requests.Basic), $"{server.Address}token", "--", "200", "access_token", Requests.ClientCredentials];

    private static string[] Header(string authorization) => ["-H", $"Authorization: {authorization}"];
}
