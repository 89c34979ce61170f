using System.Net;
using System.Text;

namespace OAuth2Server.Tests.Support;

public enum Endpoint
{
    Authorization,
    Token,
    Revocation,
    Introspection,
    Metadata,
    Resource,
    DeviceAuthorization,
    PushedAuthorization,

    /// <summary>The page where the resource owner types the user code.</summary>
    Verification,
}

/// <summary>What the resource owner answers when a request gets as far as asking.</summary>
/// <param name="User">Who is signed in; null denies.</param>
/// <param name="Scope">What is allowed; null allows all that was asked for.</param>
public sealed record ScriptedConsent(string? User, string? Scope = null)
{
    public static ScriptedConsent ByAlice { get; } = new("alice");

    public static ScriptedConsent Denied { get; } = new((string?)null);

    /// <summary>When and how the user signed in; null when the application does not tell.</summary>
    public UserAuthentication? Authentication { get; init; }

    /// <summary>The decision of the resource owner about a request.</summary>
    public Decision About(Scope requested) => User is { } user
        ? new Decision.Allowed(new(user), Scope is { } scope ? OAuth2Server.Scope.Parse(scope) : requested)
        {
            Properties = Authentication?.WriteTo(Properties.Empty) ?? Properties.Empty,
        }
        : new Decision.Denied();
}

/// <summary>One HTTP request in raw form, as any transport can send it.</summary>
public sealed record WireRequest(Endpoint Endpoint, string Method)
{
    /// <summary>The raw query without question mark; null for none.</summary>
    public string? Query { get; init; }

    public string? ContentType { get; init; }

    public byte[] Body { get; init; } = [];

    public IReadOnlyList<(string Name, string Value)> Headers { get; init; } = [];

    /// <summary>For the metadata: where it is asked for.</summary>
    public string Path { get; init; } = Known.Metadata;

    /// <summary>For the authorization endpoint and the verification page.</summary>
    public ScriptedConsent Consent { get; init; } = ScriptedConsent.ByAlice;

    /// <summary>For the resource endpoint: the scope that it requires, space-separated; empty for none.</summary>
    public string RequiredScope { get; init; } = "";

    /// <summary>The sender's address; null leaves it unknown.</summary>
    public IPAddress? From { get; init; }

    public static WireRequest Get(Endpoint endpoint, Parameters query) => new(endpoint, "GET") { Query = Encode(query) };

    public static WireRequest Post(Endpoint endpoint, Parameters form) =>
        new(endpoint, "POST") { ContentType = "application/x-www-form-urlencoded", Body = Encoding.ASCII.GetBytes(Encode(form)) };

    public static string Encode(Parameters pairs) =>
        string.Join('&', pairs.Select(p => $"{Uri.EscapeDataString(p.Name)}={Uri.EscapeDataString(p.Value)}"));
}
