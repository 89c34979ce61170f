using System.Text.Json.Nodes;
using OAuth2Server.Jwt;

namespace OAuth2Server.Tests.Rfc7523;

/// <summary>An issuer that a server trusts, and what it signs. It shares no code with the library.</summary>
internal sealed class AssertionIssuer
{
    internal const string Name = "https://idp.example.com";
    internal const string Subject = "idp-alice";
    internal const string IdentityType = "oauth-id-jag+jwt";
    internal const string Secret = "service-secret-4Kd0Qm7";

    private readonly DPoPClientKey _key;

    internal AssertionIssuer(string algorithm = "ES256") => _key = new(algorithm);

    internal static (string Name, string Value) ServiceBasic { get; } = Known.Basic("service", Secret);

    internal static (string Name, string Value) OtherBasic { get; } = Known.Basic("other", Secret);

    internal string Jwks
    {
        get
        {
            var jwk = _key.Jwk();
            (jwk["kid"], jwk["alg"]) = ("idp-key", _key.Algorithm);
            return new JsonObject { ["keys"] = new JsonArray(jwk) }.ToJsonString();
        }
    }

    /// <summary>What the server trusts it for.</summary>
    internal TrustedIssuer Trust => new()
    {
        Issuer = Name,
        Jwks = Jwks,
        Clients = ["service"],
        Scopes = ["a", "b"],
        AcceptsPlainAssertions = true,
    };

    /// <summary>A server that trusts it, with a client that may use its assertions and one that may not.</summary>
    internal Action<Setup> Trusted(Action<TrustedIssuer>? change = null, Action<Setup>? more = null) => setup =>
    {
        var trust = Trust;
        change?.Invoke(trust);
        setup.Bearer = new() { Issuers = [trust] };
        setup.Store.AddClient(Service("service"), Secret);
        setup.Store.AddClient(Service("other"), Secret);
        setup.Store.AddAssertedUser(Name, Subject, new("alice"));
        more?.Invoke(setup);
    };

    internal static Client Service(string id) => new()
    {
        Id = id,
        Type = ClientType.Confidential,
        GrantTypes = [JwtBearerGrant.Name, "refresh_token"],
        Scope = Scope.Of("a", "b", "c"),
    };

    /// <summary>A usual assertion with some claims changed; a null takes a claim away.</summary>
    internal string Assertion(TestServer server, params (string Name, JsonNode? Value)[] changes) => Sign(server, "JWT", changes);

    /// <summary>A usual identity assertion with some claims changed.</summary>
    internal string IdentityAssertion(TestServer server, params (string Name, JsonNode? Value)[] changes) =>
        Sign(server, IdentityType, [("client_id", "service"), ("scope", "a"), .. changes]);

    /// <summary>An assertion of any type; null for none.</summary>
    internal string Sign(TestServer server, string? type, params (string Name, JsonNode? Value)[] changes)
    {
        var header = new JsonObject { ["alg"] = _key.Algorithm, ["kid"] = "idp-key" };
        if (type is not null) header["typ"] = type;
        return _key.Sign(header.ToJsonString(), Claims(server, changes));
    }

    /// <summary>An assertion with any header.</summary>
    internal string SignWith(TestServer server, JsonObject header, params (string Name, JsonNode? Value)[] changes) =>
        _key.Sign(header.ToJsonString(), Claims(server, changes));

    internal static string Claims(TestServer server, params (string Name, JsonNode? Value)[] changes)
    {
        var claims = new JsonObject
        {
            ["iss"] = Name,
            ["sub"] = Subject,
            ["aud"] = Known.Issuer,
            ["jti"] = Guid.NewGuid().ToString(),
            ["iat"] = Seconds(server, 0),
            ["exp"] = Seconds(server, 60),
        };
        foreach (var (name, value) in changes)
        {
            if (value is null) claims.Remove(name);
            else claims[name] = value.DeepClone();
        }
        return claims.ToJsonString();
    }

    internal static long Seconds(TestServer server, long after) => server.Clock.GetUtcNow().ToUnixTimeSeconds() + after;

    internal static Parameters Form(string assertion) => [("grant_type", JwtBearerGrant.Name), ("assertion", assertion)];
}

internal static class AssertionRequests
{
    /// <summary>The client that may use assertions sends one.</summary>
    internal static Task<Answer> PresentAsync(this TestServer server, string assertion, params (string Name, string Value)[] more) =>
        server.TokenAsync([.. AssertionIssuer.Form(assertion), .. more], AssertionIssuer.ServiceBasic);
}
