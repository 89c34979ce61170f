using System.Text.Json.Nodes;

namespace OAuth2Server.Host.Tests;

/// <summary>A configuration for the tests. A test can change it.</summary>
internal static class TestConfiguration
{
    internal const string WebSecret = "web-secret-0123456789-0123456789-0123456789";
    internal const string LegacySecret = "legacy-secret-0123456789-0123456789-01234567";
    internal const string AlicePassword = "correct horse battery staple";
    internal const string BobPassword = "bob's own very long password";
    internal const string Callback = "http://127.0.0.1:9999/cb";

    internal static JsonObject Create() => JsonNode.Parse($$"""
        { "OAuth2Server": {
            "Store":  { "Provider": "Memory" },
            "Demo": true,
            "Scopes":  [ { "Name": "read", "DisplayName": "Read your data" }, { "Name": "write", "DisplayName": "Change your data" } ],
            "DefaultScopes": [ "read" ],
            "Resources": [ { "Resource": "https://api.example.com", "Scopes": ["read"], "AccessTokenFormat": "Opaque" } ],
            "Clients": [
              { "ClientId": "web", "ClientSecret": "{{WebSecret}}", "Type": "Confidential", "DisplayName": "A <web> app",
                "GrantTypes": ["authorization_code", "refresh_token"],
                "RedirectUris": ["{{Callback}}", "https://web.example.com/cb?x=1"], "Scopes": ["read", "write"] },
              { "ClientId": "native", "Type": "Public", "DisplayName": "A native app",
                "GrantTypes": ["authorization_code", "refresh_token"], "RedirectUris": ["com.example.app:/cb"], "Scopes": ["read"] },
              { "ClientId": "legacy", "ClientSecret": "{{LegacySecret}}", "Type": "Confidential",
                "GrantTypes": ["password", "client_credentials"], "Scopes": ["read", "write"] } ],
            "Users":   [
              { "Username": "alice", "Password": "{{AlicePassword}}" },
              { "Username": "bob", "Password": "{{BobPassword}}" } ] } }
        """)!.AsObject();

    /// <summary>The section <c>OAuth2Server</c> of a configuration.</summary>
    internal static JsonObject Server(this JsonObject configuration) => configuration["OAuth2Server"]!.AsObject();

    /// <summary>One client of a configuration.</summary>
    internal static JsonObject Client(this JsonObject configuration, int index) => configuration.Server()["Clients"]![index]!.AsObject();
}
