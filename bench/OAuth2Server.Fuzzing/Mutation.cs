using System.Text;

namespace OAuth2Server.Fuzzing;

/// <summary>Changes an input at random.</summary>
internal sealed class Mutation(int seed)
{
    private const int MaxLength = 4096;

    // Not for secrets: a run can be repeated with its seed.
    private readonly Random _random = new(seed);

    private static readonly byte[][] Words =
    [
        .. new[]
        {
            "\"alg\"", "\"none\"", "\"ES256\"", "\"HS256\"", "\"typ\":\"at+jwt\"", "\"crit\":[]", "\"b64\":false", "\"kid\"", "\"exp\":",
            "1e400",
            "-1", "99999999999999999999", "\"\\uD800\"", "\\u0000", "null", "true", "[", "]", "{", "}", ",", ":", "\"", ".", "=",
            "\"aud\":[]",
            "\"active\":true", "\"keys\":[", "\"kty\":\"RSA\"", "\"kty\":\"oct\"", "\"d\":\"AA\"", "\"e\":\"AQ\"", "\"iss\":",
            "\"scope\":\"a\"", "\u00e9", "\"typ\":\"JWT\"", "\"jti\":\"a\"", "\"sub\":\"app\"", "\"client_id\":\"app\"", "\"request\":",
            "\"resource\":[", "\"x5c\":[\"AAAA\"]",
        }.Select(Encoding.UTF8.GetBytes),
    ];

    internal int Next(int below) => _random.Next(below);

    internal byte[] Of(byte[] input, byte[] other)
    {
        var data = input.ToList();
        for (var times = 1 + _random.Next(4); times > 0; times--) Change(data, other);
        if (data.Count > MaxLength) data.RemoveRange(MaxLength, data.Count - MaxLength);
        return [.. data];
    }

    private void Change(List<byte> data, byte[] other)
    {
        var at = _random.Next(data.Count + 1);
        var length = Math.Min(_random.Next(1, 16), data.Count - at);
        switch (_random.Next(8))
        {
            case 0 when at < data.Count: data[at] ^= (byte)(1 << _random.Next(8)); break;
            case 1 when at < data.Count: data[at] = (byte)_random.Next(256); break;
            case 2: data.RemoveRange(at, length); break;
            case 3: data.InsertRange(at, data.GetRange(at, length)); break;
            case 4: data.InsertRange(at, Words[_random.Next(Words.Length)]); break;
            case 5 when other.Length > 0:
                var from = _random.Next(other.Length);
                data.InsertRange(at, other[from..Math.Min(other.Length, from + _random.Next(1, 64))]);
                break;
            case 6: data.InsertRange(at, Enumerable.Repeat((byte)"[{\"aA0. "[_random.Next(8)], _random.Next(1, 40))); break;
            default: data.Insert(at, (byte)_random.Next(32, 127)); break;
        }
    }
}
