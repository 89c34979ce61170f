using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace OAuth2Server.LoadBenchmark;

/// <summary>DPoP proofs (RFC 9449) of one key. wrk cannot sign, so they are signed before each run, and wrk sends one line of a file with
/// each request. A server accepts a proof for a minute and once.</summary>
internal sealed class Proofs : IDisposable
{
    /// <summary>More than any server answers: a run that has no proofs left counts wrong answers.</summary>
    private const int PerSecond = 25_000;

    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly string _header;
    private readonly string _run = RandomNumberGenerator.GetHexString(16, lowercase: true);
    private int _made;

    internal Proofs()
    {
        var point = _key.ExportParameters(includePrivateParameters: false).Q;
        var (x, y) = (Base64Url.EncodeToString(point.X), Base64Url.EncodeToString(point.Y));
        _header = Encode($$$"""{"typ":"dpop+jwt","alg":"ES256","jwk":{"kty":"EC","crv":"P-256","x":"{{{x}}}","y":"{{{y}}}"}}""");
    }

    internal string Sign(string method, string address, string? accessToken = null)
    {
        var hash = accessToken is null ? "" : $",\"ath\":\"{HashOf(accessToken)}\"";
        var time = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        var id = _run + (_made++).ToString("x8", CultureInfo.InvariantCulture);
        var claims = $$"""{"jti":"{{id}}","htm":"{{method}}","htu":"{{address}}","iat":{{time}}{{hash}}}""";
        var text = $"{_header}.{Encode(claims)}";
        return $"{text}.{Base64Url.EncodeToString(_key.SignData(Encoding.ASCII.GetBytes(text), HashAlgorithmName.SHA256))}";
    }

    /// <summary>Writes proofs for a run.</summary>
    /// <returns>The file; the caller deletes it.</returns>
    internal string Write(int seconds, string method, string address, string? accessToken = null)
    {
        var path = Path.GetTempFileName();
        using var file = new StreamWriter(path);
        for (var i = 0; i < seconds * PerSecond; i++) file.Write(Sign(method, address, accessToken) + "\n");
        return path;
    }

    public void Dispose() => _key.Dispose();

    private static string Encode(string text) => Base64Url.EncodeToString(Encoding.ASCII.GetBytes(text));

    private static string HashOf(string token) => Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(token)));
}
