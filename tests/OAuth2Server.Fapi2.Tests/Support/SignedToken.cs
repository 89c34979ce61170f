using System.Text;
using System.Text.Json.Nodes;

namespace OAuth2Server.Fapi2.Tests;

/// <summary>A JSON Web Token that is signed when it is sent, so that a test can change one thing before.</summary>
internal sealed class SignedToken(ClientKey key, JsonObject header, JsonObject claims)
{
    internal ClientKey Key { get; set; } = key;

    internal JsonObject Header => header;

    internal JsonObject Claims => claims;

    /// <summary>Whether a byte of the signature is changed.</summary>
    internal bool Damaged { get; set; }

    /// <summary>Adds seconds to the times of the token that it has.</summary>
    internal void Move(long seconds, params string[] names)
    {
        foreach (var name in names) claims[name] = claims[name]!.GetValue<long>() + seconds;
    }

    public override string ToString()
    {
        var content = $"{Part(header)}.{Part(claims)}";
        var signature = Key.Sign(Encoding.ASCII.GetBytes(content), header["alg"]?.GetValue<string>() ?? Key.Algorithm);
        if (Damaged) signature[5] ^= 1;
        return $"{content}.{ClientKey.Text(signature)}";
    }

    private static string Part(JsonObject json) => ClientKey.Text(Encoding.UTF8.GetBytes(json.ToJsonString()));
}
