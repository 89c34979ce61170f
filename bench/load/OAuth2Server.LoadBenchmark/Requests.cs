using System.Text;

namespace OAuth2Server.LoadBenchmark;

/// <summary>The requests, the same for every contender.</summary>
internal static class Requests
{
    internal static string Basic { get; } =
        "Basic " + Convert.ToBase64String(Encoding.ASCII.GetBytes($"{Fixture.ClientId}:{Fixture.Secret}"));

    internal static string ClientCredentials => $"grant_type=client_credentials&scope={Fixture.ReadScope}";

    internal static string Refresh(string token) => $"grant_type=refresh_token&refresh_token={Uri.EscapeDataString(token)}";

    internal static string Exchange(string code, string verifier) =>
        $"grant_type=authorization_code&code={Uri.EscapeDataString(code)}&redirect_uri={RedirectUri}&code_verifier={verifier}";

    internal static string Authorize(string challenge, string state, string scope) =>
        $"/authorize?response_type=code&client_id={Fixture.ClientId}&redirect_uri={RedirectUri}&scope={Uri.EscapeDataString(scope)}" +
        $"&state={state}" +
        $"&code_challenge={challenge}&code_challenge_method=S256";

    private static string RedirectUri { get; } = Uri.EscapeDataString(Fixture.RedirectUri);
}
