using BenchmarkDotNet.Attributes;

namespace OAuth2Server.Benchmarks;

/// <summary>Reading a request.</summary>
[MemoryDiagnoser]
public class ReadingBenchmarks
{
    private const string Query =
        "response_type=code&client_id=bench&redirect_uri=https%3A%2F%2Fapp.example.com%2Fcb&scope=photos.read%20photos.write" +
        "&state=af0ifjsldkj&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM&code_challenge_method=S256";

    private static readonly byte[] Form = "grant_type=client_credentials&scope=photos.read"u8.ToArray();
    private static readonly byte[] Escaped = "username=J%C3%BCrgen+%E2%82%AC&password=%26%3D%2B%25+%25+%26"u8.ToArray();
    private static readonly string Basic = BenchRequest.Basic("bench", new('0', 64));

    [Benchmark]
    public RequestParameters SmallForm() => RequestParameters.FromForm(BenchRequest.FormType, Form);

    [Benchmark]
    public RequestParameters EscapedForm() => RequestParameters.FromForm(BenchRequest.FormType, Escaped);

    [Benchmark]
    public RequestParameters AuthorizationQuery() => RequestParameters.FromQuery(Query);

    [Benchmark]
    public bool BasicHeader() => AuthorizationHeader.TryReadBasic(Basic, out _, out _);
}
