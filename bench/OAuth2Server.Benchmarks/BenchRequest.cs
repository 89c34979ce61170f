using System.Text;

namespace OAuth2Server.Benchmarks;

/// <summary>A request in memory: its headers exist already, as in a web server; its parameters are read each time.</summary>
internal sealed class BenchRequest(
    string method, RequestParameters parameters, string? authorization = null, string? proof = null) : OAuthRequest
{
    internal const string Address = "https://auth.example.com/oauth2/token";
    internal const string FormType = "application/x-www-form-urlencoded";

    private readonly string[] _authorization = authorization is null ? [] : [authorization];

    private readonly string[] _proof = proof is null ? [] : [proof];

    public override string Method => method;

    public override Uri Uri { get; } = Place;

    public override RequestParameters Parameters => parameters;

    public override IReadOnlyList<string?> Header(string name) => name switch
    {
        "Authorization" => _authorization,
        "DPoP" => _proof,
        _ => [],
    };

    private static Uri Place { get; } = new(Address);

    internal static string Basic(string id, string secret) => "Basic " + Convert.ToBase64String(Encoding.ASCII.GetBytes($"{id}:{secret}"));
}
