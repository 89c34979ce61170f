using System.Text.Json;

namespace OAuth2Server;

/// <summary>The metadata of the server while it is written (RFC 8414 §2): each endpoint adds what is enabled, and nothing else.</summary>
public sealed class ServerMetadata
{
    private readonly Dictionary<string, object> _members = new(StringComparer.Ordinal);
    private readonly string _endpoints;
    private readonly SecurityProfile _profile;

    internal ServerMetadata(string issuer, string endpoints, SecurityProfile profile = SecurityProfile.None)
    {
        Issuer = issuer;
        (_endpoints, _profile) = (endpoints, profile);
        Add("issuer", issuer);
    }

    /// <summary>The issuer.</summary>
    public string Issuer { get; }

    /// <summary>The URL of an endpoint.</summary>
    /// <param name="endpoint">The endpoint.</param>
    public string UrlOf(IEndpoint endpoint)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        if (!endpoint.Path.StartsWith("/.well-known/", StringComparison.Ordinal)) return _endpoints + endpoint.Path;
        // At the root, with the path of the issuer behind it (RFC 8414 §3.1).
        var issuer = new Uri(Issuer);
        return issuer.GetLeftPart(UriPartial.Authority) + endpoint.Path + issuer.AbsolutePath.TrimEnd('/');
    }

    /// <summary>Adds a text.</summary>
    /// <param name="name">The member, for instance <c>userinfo_endpoint</c>.</param>
    /// <param name="value">Its value.</param>
    /// <exception cref="InvalidOperationException">Another endpoint added the member.</exception>
    public void Add(string name, string value) => Set(name, value);

    /// <summary>Adds a truth value.</summary>
    /// <param name="name">The member.</param>
    /// <param name="value">Its value.</param>
    /// <exception cref="InvalidOperationException">Another endpoint added the member.</exception>
    public void Add(string name, bool value) => Set(name, value);

    /// <summary>Adds a list; an empty one is left out (RFC 8414 §3.2).</summary>
    /// <param name="name">The member.</param>
    /// <param name="values">Its values.</param>
    /// <exception cref="InvalidOperationException">Another endpoint added the member.</exception>
    public void Add(string name, IEnumerable<string> values)
    {
        if (values.ToArray() is { Length: > 0 } list) Set(name, list);
    }

    /// <summary>Adds a list of signature algorithms that the server signs with, without those that its profile forbids.</summary>
    /// <remarks>A list of which the profile allows nothing stays as it is: a rule of the profile finds it, and the server does not
    /// start.</remarks>
    /// <param name="name">The member.</param>
    /// <param name="algorithms">The algorithms that the server has keys for.</param>
    /// <exception cref="InvalidOperationException">Another endpoint added the member.</exception>
    public void AddAlgorithms(string name, IEnumerable<string> algorithms)
    {
        string[] all = [.. algorithms];
        var allowed = Array.FindAll(all, algorithm => _profile.AllowsSigningAlgorithm(algorithm));
        Add(name, allowed.Length > 0 ? allowed : all);
    }

    /// <summary>Adds an object whose members are texts; an empty one is left out.</summary>
    /// <param name="name">The member.</param>
    /// <param name="members">The members of the object.</param>
    /// <exception cref="InvalidOperationException">Another endpoint added the member.</exception>
    public void Add(string name, IEnumerable<KeyValuePair<string, string>> members)
    {
        if (members.ToArray() is { Length: > 0 } pairs) Set(name, pairs);
    }

    /// <summary>The addresses of endpoints so far, by the names of their members: <c>token_endpoint</c>.</summary>
    public IEnumerable<KeyValuePair<string, string>> Endpoints =>
        from member in _members
        where member.Value is string && member.Key.EndsWith("_endpoint", StringComparison.Ordinal)
        select KeyValuePair.Create(member.Key, (string)member.Value);

    /// <summary>Adds the address of an endpoint at which clients authenticate, the methods for it, and their signature
    /// algorithms. Resource servers, which get no tokens, may use each method (ADR 0079).</summary>
    internal void AddEndpoint(
        string name, IEndpoint endpoint, ClientAuthentication clients, string? except = null, bool isForResourceServers = false)
    {
        Add(name + "_endpoint", UrlOf(endpoint));
        Add(name + "_endpoint_auth_methods_supported", clients.Names.Where(
            method => method != except && (isForResourceServers || _profile.AllowsClientAuthentication(method))));
        Add(name + "_endpoint_auth_signing_alg_values_supported", clients.SigningAlgorithms.Where(
            algorithm => _profile.AllowsSigningAlgorithm(algorithm)));
    }

    /// <summary>The members so far.</summary>
    internal IReadOnlyDictionary<string, object> Members => _members;

    internal byte[] ToJson()
    {
        var json = JsonBody.Start();
        foreach (var (name, value) in _members) Write(json, name, value);
        return JsonBody.End();
    }

    private static void Write(Utf8JsonWriter json, string name, object value)
    {
        switch (value)
        {
            case string text: json.WriteString(name, text); break;
            case bool truth: json.WriteBoolean(name, truth); break;
            case KeyValuePair<string, string>[] pairs:
                json.WriteStartObject(name);
                foreach (var (member, text) in pairs) json.WriteString(member, text);
                json.WriteEndObject();
                break;
            case string[] list:
                json.WriteStartArray(name);
                foreach (var text in list) json.WriteStringValue(text);
                json.WriteEndArray();
                break;
        }
    }

    private void Set(string name, object value)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (!_members.TryAdd(name, value))
            throw new InvalidOperationException($"Two endpoints add {name} to the metadata: remove one of them.");
    }
}
