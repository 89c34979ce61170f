using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using OAuth2Server;
using OAuth2Server.AspNetCore;

namespace Snippets;

internal static class ClientKeySnippets
{
    internal static void Add(WebApplicationBuilder builder, InMemoryModel model)
    {
        // snippet: private-key-jwt-add
        builder.Services.AddOAuth2Server(model, o => o.Issuer = "https://auth.example.com")
            .AddAuthorizationCode().AddClientCredentials()
            .AddPrivateKeyJwt(o => o.MaxLifetime = TimeSpan.FromMinutes(5))
            .AddRequestObjects();
        // end-snippet
    }

    internal static Client Client()
    {
        // snippet: private-key-jwt-client
        var client = new Client
        {
            Id = "payroll",
            Type = ClientType.Confidential,
            GrantTypes = ["client_credentials"],
            Scope = Scope.Parse("salaries.read"),
            AuthenticationMethods = ["private_key_jwt"],
            JwksUri = "https://payroll.example.com/jwks.json",
            TokenEndpointAuthSigningAlg = "ES256",
        };
        // end-snippet
        return client;
    }

    // snippet: private-key-jwt-sign
    internal static FormUrlEncodedContent TokenRequest(ECDsa key, string keyId, TimeProvider clock)
    {
        var now = clock.GetUtcNow().ToUnixTimeSeconds();
        var header = new JsonObject { ["alg"] = "ES256", ["kid"] = keyId, ["typ"] = "client-authentication+jwt" };
        var claims = new JsonObject
        {
            ["iss"] = "payroll",
            ["sub"] = "payroll",
            ["aud"] = "https://auth.example.com",
            ["jti"] = Guid.NewGuid().ToString(),
            ["iat"] = now,
            ["exp"] = now + 60,
        };
        var text = Encode(header) + "." + Encode(claims);
        var signature = key.SignData(Encoding.ASCII.GetBytes(text), HashAlgorithmName.SHA256);
        return new([
            new("grant_type", "client_credentials"),
            new("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"),
            new("client_assertion", $"{text}.{Base64Url.EncodeToString(signature)}"),
        ]);
    }

    private static string Encode(JsonObject json) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json.ToJsonString()));
    // end-snippet
}
