using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace OAuth2Server.Tests.Support;

/// <summary>The clients and users that every test server has, and the requests they usually make.</summary>
public static class Known
{
    public const string Issuer = "https://auth.example.com";
    public const string Photos = "https://photos.example.com/api";
    public const string Mail = "https://mail.example.com/api";

    public const string Metadata = "/.well-known/oauth-authorization-server";

    public const string AppUri = "https://app.example.org/cb";
    public const string WebUri = "https://web.example.org/cb";
    public const string WebSecret = "web-secret-Zk3v0T9";
    public const string ApiSecret = "api-secret-Pq7x2Lm";
    public const string Password = "correct horse battery";
    public const string State = "state-5tW1";
    public const string Verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";

    public static string Challenge { get; } = Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(Verifier)));

    /// <summary>A public client that may use codes and refresh tokens.</summary>
    public static Client App { get; } = new()
    {
        Id = "app",
        Type = ClientType.Public,
        GrantTypes = ["authorization_code", "refresh_token"],
        RedirectUris = [AppUri],
        Scope = Scope.Of("a", "b", "c"),
    };

    /// <summary>A confidential client that may use every grant.</summary>
    public static Client Web { get; } = new()
    {
        Id = "web",
        Type = ClientType.Confidential,
        GrantTypes = ["authorization_code", "refresh_token", "client_credentials", "password", DeviceCodeGrant.Name, TicketGrant.Name],
        RedirectUris = [WebUri],
        Scope = Scope.Of("a", "b", "c"),
    };

    /// <summary>A public client on a device without a browser.</summary>
    public static Client Tv { get; } = new()
    {
        Id = "tv",
        Type = ClientType.Public,
        GrantTypes = [DeviceCodeGrant.Name, "refresh_token"],
        Scope = Scope.Of("a", "b", "c"),
    };

    /// <summary>A resource server: a confidential client without grants.</summary>
    public static Client Api { get; } = new() { Id = "api", Type = ClientType.Confidential };

    /// <summary>The public client's authorization request.</summary>
    public static Parameters Authorization { get; } =
    [
        ("response_type", "code"), ("client_id", "app"), ("redirect_uri", AppUri), ("scope", "a b"), ("state", State),
        ("code_challenge", Challenge), ("code_challenge_method", "S256"),
    ];

    /// <summary>The confidential client's authorization request.</summary>
    public static Parameters WebAuthorization { get; } = Authorization.With("client_id", "web").With("redirect_uri", WebUri);

    /// <summary>The public client's authorization request that was pushed.</summary>
    public static Parameters Pushed(string requestUri) => [("client_id", "app"), ("request_uri", requestUri)];

    /// <summary>The Authorization header of the confidential client.</summary>
    public static (string Name, string Value) WebBasic { get; } = Basic("web", WebSecret);

    /// <summary>The Authorization header of the resource server.</summary>
    public static (string Name, string Value) ApiBasic { get; } = Basic("api", ApiSecret);

    /// <summary>The public client's token request for a code.</summary>
    public static Parameters Redemption(string code) =>
        [("grant_type", "authorization_code"), ("code", code), ("redirect_uri", AppUri), ("client_id", "app"), ("code_verifier", Verifier)];

    /// <summary>The confidential client's token request for a code, to be sent with <see cref="WebBasic"/>.</summary>
    public static Parameters WebRedemption(string code) => Redemption(code).Without("client_id").With("redirect_uri", WebUri);

    /// <summary>The public client's refresh.</summary>
    public static Parameters Refresh(string refreshToken) =>
        [("grant_type", "refresh_token"), ("refresh_token", refreshToken), ("client_id", "app")];

    /// <summary>The device's request for the two codes.</summary>
    public static Parameters DeviceAuthorization { get; } = [("client_id", "tv"), ("scope", "a b")];

    /// <summary>The device's token request.</summary>
    public static Parameters Poll(string deviceCode) =>
        [("grant_type", DeviceCodeGrant.Name), ("device_code", deviceCode), ("client_id", "tv")];

    public static Parameters ClientCredentials { get; } = [("grant_type", "client_credentials")];

    public static Parameters PasswordOfAlice { get; } = [("grant_type", "password"), ("username", "alice"), ("password", Password)];

    /// <summary>A Basic header by the letter of RFC 6749 §2.3.1: each half form-encoded.</summary>
    public static (string Name, string Value) Basic(string id, string secret) =>
        RawBasic($"{Uri.EscapeDataString(id)}:{Uri.EscapeDataString(secret)}");

    public static (string Name, string Value) RawBasic(string pair) =>
        ("Authorization", "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes(pair)));

    public static Parameters With(this Parameters all, string name, string value) => [.. all.Without(name), (name, value)];

    public static Parameters Without(this Parameters all, string name) => [.. all.Where(p => p.Name != name)];

    /// <summary>Adds a pair beside what is there already.</summary>
    public static Parameters Also(this Parameters all, string name, string value) => [.. all, (name, value)];
}
