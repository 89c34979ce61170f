using System.Text.Json;

namespace OAuth2Server;

/// <summary>What a server says of itself (RFC 8414 §2): all that is enabled, and nothing else.</summary>
internal sealed class ServerMetadata
{
    /// <summary>Whether there is an authorization endpoint.</summary>
    internal required bool Authorizes { get; init; }

    /// <summary>Whether there is a revocation endpoint.</summary>
    internal required bool Revokes { get; init; }

    /// <summary>Whether there is an introspection endpoint.</summary>
    internal required bool Introspects { get; init; }

    /// <summary>Whether the PKCE method <c>plain</c> is accepted.</summary>
    internal required bool AllowsPlainPkce { get; init; }

    internal required IReadOnlyList<string> GrantTypes { get; init; }

    internal required IReadOnlyList<string> AuthenticationMethods { get; init; }

    /// <summary>The document.</summary>
    /// <param name="issuer">The issuer.</param>
    /// <param name="endpoints">The URL that the endpoints are below, without a slash at its end.</param>
    internal byte[] Write(string issuer, string endpoints) => JsonBody.Write((Server: this, issuer, endpoints), static (json, at) => at.Server.Write(json, at.issuer, at.endpoints));

    private void Write(Utf8JsonWriter json, string issuer, string endpoints)
    {
        json.WriteString("issuer"u8, issuer);
        if (Authorizes) WriteAuthorization(json, endpoints);
        WriteEndpoint(json, "token", endpoints + "/token", AuthenticationMethods);
        if (Revokes) WriteEndpoint(json, "revocation", endpoints + "/revoke", AuthenticationMethods);
        // Who proves nothing is told nothing (RFC 7662 §2.1).
        if (Introspects) WriteEndpoint(json, "introspection", endpoints + "/introspect", AuthenticationMethods.Where(m => m != NoClientAuthentication.MethodName));
        if (GrantTypes.Contains(DeviceCodeGrant.Name)) json.WriteString("device_authorization_endpoint"u8, endpoints + "/device_authorization");
        WriteList(json, "grant_types_supported", GrantTypes);
    }

    private void WriteAuthorization(Utf8JsonWriter json, string endpoints)
    {
        json.WriteString("authorization_endpoint"u8, endpoints + "/authorize");
        WriteList(json, "response_types_supported", ["code"]);
        WriteList(json, "response_modes_supported", ["query"]);
        WriteList(json, "code_challenge_methods_supported", AllowsPlainPkce ? ["S256", "plain"] : ["S256"]);
        json.WriteBoolean("authorization_response_iss_parameter_supported"u8, true);
    }

    private static void WriteEndpoint(Utf8JsonWriter json, string name, string url, IEnumerable<string> methods)
    {
        json.WriteString(name + "_endpoint", url);
        WriteList(json, name + "_endpoint_auth_methods_supported", [.. methods]);
    }

    // A list with nothing in it is left out (RFC 8414 §3.2).
    private static void WriteList(Utf8JsonWriter json, string name, IReadOnlyList<string> values)
    {
        if (values.Count == 0) return;
        json.WriteStartArray(name);
        foreach (var value in values) json.WriteStringValue(value);
        json.WriteEndArray();
    }
}
