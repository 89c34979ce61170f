using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using OAuth2Server;
using OAuth2Server.AspNetCore;
using OAuth2Server.Jwt;

namespace Snippets;

internal static class Keys
{
    internal static void Add(WebApplicationBuilder builder, InMemoryModel model)
    {
        // snippet: add
        var key = Convert.FromBase64String(File.ReadAllText("/run/secrets/oauth2-key"));   // openssl rand -base64 32
        builder.Services.AddSingleton<IKeyEncryption>(new KeyEncryptionKey(key));
        builder.Services.AddOAuth2Server(model, o => o.Issuer = "https://auth.example.com")
            .AddClientCredentials()
            .AddJwt(o => o.SignsFor = TimeSpan.FromDays(30));
        // end-snippet
    }

    internal static void Reencrypt(WebApplicationBuilder builder, byte[] newKey, byte[] oldKey)
    {
        // snippet: reencrypt
        builder.Services.AddSingleton<IKeyEncryption>(new KeyEncryptionKey(newKey, oldKey));
        // end-snippet
    }

    internal static async Task RotateAsync(SigningKeys keys, ISigningKeyModel model, CancellationToken ct)
    {
        // snippet: rotate
        await keys.RotateAsync(model, KeyRotation.Scheduled, ct);     // published now, signs in 24 hours; no request fails
        await keys.RotateAsync(model, KeyRotation.Immediate, ct);     // signs now; the old keys stay in the key set
        await keys.RotateAsync(model, KeyRotation.Compromised, ct);   // signs now; every token that exists becomes invalid
        // end-snippet
    }

    internal static async Task SignAsync(InMemoryModel model, CancellationToken ct)
    {
        // snippet: in-process
        var keys = new SigningKeys(new SigningKeyOptions { Algorithms = [SigningAlgorithm.ES256] });
        var signer = await keys.GetSignerAsync(model, SigningAlgorithm.ES256, ct);
        var signature = new byte[signer.MaxSignatureLength];
        var length = signer.Sign(Encoding.ASCII.GetBytes("header.payload"), signature);
        var keySet = await keys.GetKeySetAsync(model, ct);            // {"keys":[…]}
        // end-snippet
        Console.WriteLine($"{length} {keySet.Length}");
    }
}
